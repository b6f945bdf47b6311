// Whatever stands on a button of the page is an action.
import { tick } from "svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import { pageButtons } from "./page_buttons";

describe("pageButtons", () => {
  afterEach(() => {
    document.body.innerHTML = "";
  });
  const titles = (html: string) => {
    document.body.innerHTML = html;
    return pageButtons(document.body).map(({ title }) => title);
  };

  test("are called by their words, or by their name where they have none to see", () => {
    expect(titles("<button>  Back up\n now </button><button aria-label='Expand all'></button><button>New <kbd>N</kbd></button>")).toEqual([
      "Back up now",
      "Expand all",
      "New",
    ]);
  });

  test("the ways to look at something are among them, with what is looked at", () => {
    expect(titles("<div class='segments' aria-label='Show the BOM'><label><input type='radio' />Flat</label></div>")).toEqual(["Show the BOM: Flat"]);
  });

  test("may say themselves what they do, where their words are a text that somebody wrote", () => {
    expect(titles("<button data-does='Edit: Name of the part'>Lamp</button>")).toEqual(["Edit: Name of the part"]);
  });

  test("that say the same are told apart by their sections", () => {
    const sections = "<section aria-label='States'><button>Table</button></section><section><h2>Costs</h2><button>Table</button></section>";
    expect(titles(`${sections}<button>Table</button>`)).toEqual(["Table: States", "Table: Costs", "Table"]);
  });

  test("that nobody sees are not among them", () => {
    document.body.innerHTML = "<button>Seen</button><button>Hidden</button>";
    const hidden = document.querySelectorAll("button")[1] as HTMLButtonElement;
    hidden.checkVisibility = () => false;
    expect(pageButtons(document.body).map(({ title }) => title)).toEqual(["Seen"]);
  });

  test("what cannot be pressed, what is of a row or a form, and what stands twice are not", () => {
    const rows = "<li><button>Remove</button></li><div role='row'><button>Open</button></div><form><button>Save</button></form>";
    expect(titles(`<button disabled>No</button><button aria-disabled='true'>Never</button>${rows}<button>Add</button><button>Add</button>`)).toEqual(["Add"]);
  });

  test("are pressed as by hand", async () => {
    document.body.innerHTML = "<button>Add</button>";
    const button = document.querySelector("button") as HTMLButtonElement;
    const pressed = vi.fn();
    button.addEventListener("click", pressed);
    pageButtons(document.body)[0]?.run();
    await tick();
    expect(pressed).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(button);
  });
});
