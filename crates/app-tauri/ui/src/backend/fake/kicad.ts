// KiCad of the fake backend: nothing is served, and what is said of it is kept.
import type { KicadCount, KicadMapping, KicadMappingView, KicadView } from "../../bindings/wire";
import { refuse, type FakeStore } from "./store";

export class FakeKicad {
  readonly #store: () => FakeStore;
  readonly #said = new Map<string, KicadMapping>();
  #view: KicadView = {
    on: false,
    port: 8791,
    address: null,
    failed: null,
    answered: 0,
    refused: 0,
    last: null,
    client: null,
    drafts: false,
  };

  constructor(store: () => FakeStore) {
    this.#store = store;
  }

  show(): KicadView {
    return this.#view;
  }

  serve(on: boolean, port: string): KicadView {
    const number = Number(port);
    if (!(number >= 1024 && number <= 65535)) {
      throw refuse("kicad.port_invalid", `"${port}" is no port; give a number from 1024 to 65535.`);
    }
    this.#view = { ...this.#view, on, port: number, address: on ? `127.0.0.1:${port}` : null };
    return this.#view;
  }

  offer(drafts: boolean): KicadView {
    this.#view = { ...this.#view, drafts };
    this.#record("kicad.change", "offered");
    return this.#view;
  }

  count(): KicadCount[] {
    const none = { count: 0, first: [] };
    return this.mappings()
      .filter((of) => of.mapping.offered)
      .map(({ codes }) => ({ codes, offered: 2, without_symbol: none, symbol_unreadable: none, not_released: 1 }));
  }

  mappings(): KicadMappingView[] {
    return this.#store().categories.flatMap((category) =>
      category.subcategories.map(({ id, code, name }) => {
        const said = this.#said.get(id);
        return { codes: `${category.code}-${code}`, name, said: said !== undefined, mapping: said ?? usual(id, category.code) };
      }),
    );
  }

  map(mapping: KicadMapping): KicadMappingView[] {
    if (mapping.symbol !== "" && !/^[^:]+:[^:]+$/.test(mapping.symbol)) {
      throw refuse("kicad.symbol_invalid", `"${mapping.symbol}" does not name a symbol.`);
    }
    this.#said.set(mapping.subcategory, mapping);
    this.#record("kicad.map", mapping.subcategory);
    return this.mappings();
  }

  unmap(subcategory: string): KicadMappingView[] {
    if (this.#said.delete(subcategory)) this.#record("kicad.unmap", subcategory);
    return this.mappings();
  }

  #record(operation: string, subject: string): void {
    this.#store().record(operation, [{ room: "kicad", subject, action: "changed", title: "KiCad" }]);
  }
}

function usual(subcategory: string, category: string): KicadMapping {
  return {
    subcategory,
    offered: category === "EL",
    symbol_property: "Symbol",
    symbol: "",
    reference: "",
    footprint_property: "Footprint",
    exclude_from_bom: false,
    exclude_from_board: false,
    exclude_from_simulation: false,
    fields: [],
  };
}
