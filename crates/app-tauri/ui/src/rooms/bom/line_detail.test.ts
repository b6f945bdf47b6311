// What a line says by name, and where it came from: asked for once, and only where there is something to know.
import { describe, expect, test } from "vitest";
import { ScriptedBackend } from "../../backend/scripted";
import type { BomLineView } from "../../bindings/wire";
import { hasDetail, LineDetail } from "./line_detail.svelte";

const line = (says: Partial<BomLineView>) => ({ id: "line", properties: [], imported: false, ...says }) as unknown as BomLineView;

describe("LineDetail", () => {
  test("is there for a line with properties, and for one that was imported", () => {
    const properties = [{ name: "Tolerance", text: "1 %" }];
    expect([line({}), line({ properties }), line({ imported: true })].map(hasDetail)).toEqual([false, true, true]);
  });

  test("names the cells by their columns, and leaves out those that are empty", async () => {
    const backend = new ScriptedBackend();
    const detail = new LineDetail(backend, line({ imported: true }));
    void detail.load();
    expect([detail.loading, detail.rows]).toEqual([true, []]);
    await backend.answer("bom_line_origin", {
      file: "board.csv",
      sha256: "00",
      imported_at: 0,
      person_name: "Ada",
      columns: ["Ref", "Note"],
      rows: [{ number: 12, cells: ["R1", "", "beyond"] }],
    });
    const cells = [
      { name: "Ref", text: "R1" },
      { name: "", text: "beyond" },
    ];
    expect([detail.loading, detail.rows]).toEqual([false, [{ number: 12, cells }]]);
  });

  test("asks nothing about a line that somebody added", async () => {
    const detail = new LineDetail(new ScriptedBackend(), line({}));
    await detail.load();
    expect([detail.origin, detail.error]).toEqual([null, null]);
  });

  test("says why it cannot tell where a line came from", async () => {
    const backend = new ScriptedBackend();
    const detail = new LineDetail(backend, line({ imported: true }));
    void detail.load();
    await backend.refuse("bom_line_origin", "bom.line_not_found");
    expect([detail.loading, detail.error?.code]).toEqual([false, "bom.line_not_found"]);
  });
});
