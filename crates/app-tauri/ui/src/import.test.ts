// The import page over the fake backend: a file from its choice to what came of it, without a window.
import { fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import App from "./App.svelte";
import { Application } from "./application.svelte";
import { FakeBackend } from "./backend/fake/fake";
import { Router } from "./router.svelte";

const csv = [
  "Reference,Qty,Value,Footprint,MPN,Mfg,DNP",
  '"R1, R2",2,10k,0402,RC0402FR-0710KL,Yageo,',
  "C1,1,4u7,0603,,,",
  '"J9",1,AUX,Header,,,DNP',
  "C2,x,1u,0603,MPN-1,Murata,",
].join("\n");

describe("the import page", () => {
  let backend: FakeBackend;
  let application: Application;

  function start(hash: string): void {
    window.location.hash = hash;
    backend = new FakeBackend({ drawers: 300 });
    application = new Application(backend, new Router(window));
    render(App, { application });
  }
  /** Chooses a file on the import page, once the page knows where a new assembly would go. */
  async function importFile(lines: string[]): Promise<void> {
    await vi.waitFor(() => {
      expect(application.categories.assemblies.length).toBeGreaterThan(0);
    });
    const files = [new File([lines.join("\n")], "sensor.csv")];
    await fireEvent.change(await screen.findByTestId("import-file"), { target: { files } });
  }

  afterEach(() => {
    window.location.hash = "";
  });

  test("imports a file: counts add up, the button says what happens, the BOM opens", async () => {
    start("#/import");
    const input = await screen.findByTestId("import-file");
    await vi.waitFor(() => {
      expect(application.categories.assemblies.length).toBeGreaterThan(0);
    });
    await fireEvent.change(input, { target: { files: [new File([csv], "sensor-bom.csv")] } });
    const confirm = (await screen.findByTestId("import-confirm")) as HTMLButtonElement;
    const shown = (name: string) => screen.getByTestId(`import-${name}`).textContent;
    expect(screen.getByTestId("import-target-name")).toHaveProperty("value", "sensor");
    expect([shown("read"), shown("count-new"), shown("count-matched"), shown("count-refused")]).toEqual(["4", "2", "1", "1"]);
    expect([shown("lines"), shown("designators"), shown("quantity")]).toEqual(["3", "4", "4"]);
    expect(shown("without-mpn")).toContain("2 rows have no MPN");
    expect(screen.getAllByTestId("import-problem").some((row) => row.textContent.includes("import.quantity_invalid"))).toBe(true);
    expect(confirm.textContent.trim()).toBe("Create 2 parts and a BOM of 3 lines");
    await fireEvent.click(confirm);
    expect(await screen.findAllByTestId("bom-row")).toHaveLength(3);
    expect(screen.getByTestId("toast").textContent).toContain("Imported sensor: 3 lines, 2 new parts.");
    expect(window.location.hash).toMatch(/^#\/parts\/EL-PCA-\d+\/bom$/);
  });

  test("a file is read as somebody says, and what was found is said", async () => {
    start("#/import");
    await importFile(["Reference;MPN", "R1;A"]);
    // Nothing was recognised, and the ways to read it otherwise are there.
    expect((await screen.findByTestId("error-code")).textContent).toBe("import.header_not_found");
    await fireEvent.change(screen.getByTestId("import-delimiter"), { target: { value: ";" } });
    expect(await screen.findAllByTestId("import-item")).toHaveLength(1);
    expect(screen.queryByTestId("error-code")).toBeNull();
    expect(screen.getByTestId("import-format").textContent).toBe("Text");
    expect(within(screen.getByTestId("import-encoding")).getByText("UTF-8 (found)")).toBeTruthy();
    expect(within(screen.getByTestId("import-delimiter")).getByText("as found")).toBeTruthy();
  });

  test("a file again changes what differs, and shows it before", async () => {
    start("#/import");
    await importFile(["Reference,MPN", "\"R1,R2\",A", "C1,B"]);
    await fireEvent.click(await screen.findByTestId("import-confirm"));
    const number = (await screen.findByTestId("part-number")).textContent;
    application.router.open({ page: "import" });
    await importFile(["Reference,MPN", "\"R1,R2,R3\",A", "U1,C"]);
    await fireEvent.click(await screen.findByTestId("import-target-existing"));
    const picker = await screen.findByTestId("import-target-part");
    await fireEvent.input(picker, { target: { value: number } });
    await fireEvent.click(await screen.findByTestId("import-target-part-option"));
    const changes = await screen.findAllByTestId("import-change");
    expect(changes.map((row) => row.dataset["kind"])).toEqual(["changed", "removed", "added"]);
    expect(changes[0]?.textContent).toContain("2 each → 3 each");
    expect(changes[0]?.textContent).toContain("+R3");
    const confirm = screen.getByTestId("import-confirm") as HTMLButtonElement;
    expect(confirm.textContent.trim()).toBe("Create 1 part, add 1 line, change 1 and remove 1");
    await fireEvent.click(confirm);
    expect(await screen.findAllByTestId("bom-row")).toHaveLength(2);
    expect(screen.getAllByTestId("toast").at(-1)?.textContent).toContain("1 line added, 1 changed, 1 removed");
  });

  test("a list of parts makes parts and no lines", async () => {
    start("#/import");
    await importFile(["MPN,Manufacturer", "A,Acme", "B,Acme"]);
    await fireEvent.click(await screen.findByTestId("import-target-parts_list"));
    const confirm = (await screen.findByTestId("import-confirm")) as HTMLButtonElement;
    await vi.waitFor(() => {
      expect(confirm.textContent.trim()).toBe("Create 2 parts");
      expect(confirm.disabled).toBe(false);
    });
    await fireEvent.click(confirm);
    await vi.waitFor(() => {
      expect(window.location.hash).toBe("#/parts");
    });
    expect(screen.getByTestId("toast").textContent).toContain("Imported sensor.csv: 2 new parts, 0 there already.");
  });

  test("a part that rows may mean is offered below them, and used when it is chosen", async () => {
    start("#/import");
    const like = backend.store.parts.find(({ row }) => row.value && row.footprint);
    if (!like) throw new Error("the demo has no part with a value and a footprint");
    const { id, number, value, footprint } = like.row;
    await importFile(["Reference,Value,Footprint", `R1,${value ?? ""},${footprint ?? ""}`]);
    const choice = await screen.findByTestId("import-choice");
    expect(choice).toHaveProperty("value", "");
    expect(screen.getByTestId("import-suggested").textContent).toContain("1 part may be one that is there already.");
    await fireEvent.change(choice, { target: { value: id } });
    await vi.waitFor(() => {
      expect(screen.getByTestId("import-item").textContent).toContain(number);
    });
    expect(screen.getByTestId("import-choice")).toHaveProperty("value", id);
  });

  test("an import that was begun is found as it was left, and goes on", async () => {
    start("#/import");
    await vi.waitFor(() => {
      expect(application.categories.assemblies.length).toBeGreaterThan(0);
    });
    const choose = async (name: string, lines: string[]) => {
      const files = [new File([lines.join("\n")], name)];
      await fireEvent.change(screen.getByTestId("import-file"), { target: { files } });
    };
    await choose("one.csv", ["Reference,MPN", "R1,A", "R2,B"]);
    expect(await screen.findAllByTestId("import-item")).toHaveLength(2);
    application.router.open({ page: "activity" });
    await screen.findAllByTestId("audit-unit");
    application.router.open({ page: "import" });
    expect(await screen.findAllByTestId("import-item")).toHaveLength(2);
    await choose("other.csv", ["Reference,MPN", "R1,A", "R2,B", "R3,C"]);
    await vi.waitFor(() => {
      expect(screen.getByTestId("import-read").textContent).toBe("3");
    });
    expect(screen.getAllByTestId("import-item")).toHaveLength(3);
    expect(screen.getByTestId("import-confirm").textContent.trim()).toBe("Create 3 parts and a BOM of 3 lines");
    expect(screen.queryByText(/not accounted for/)).toBeNull();
  });
});
