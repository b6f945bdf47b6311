// The data set of the fake backend: an environmental sensor, its board, and drawers full of passive parts.
import type { CategoryView } from "../../bindings/wire";
import { FakeStore, type FakePart } from "./store";

const starter: [string, string, [string, string, boolean?][]][] = [
  ["AS", "Assemblies", [["KIT", "Kits", true], ["PRD", "Products", true], ["SUB", "Sub-assemblies", true]]],
  [
    "EL",
    "Electronics",
    [
      ["CAB", "Cables"],
      ["CAP", "Capacitors"],
      ["CON", "Connectors"],
      ["DIO", "Diodes and LEDs"],
      ["ICT", "Integrated circuits"],
      ["IND", "Inductors and ferrites"],
      ["OTH", "Other electronics"],
      ["PCA", "Board assemblies", true],
      ["PCB", "Bare boards"],
      ["RES", "Resistors"],
      ["SEN", "Sensors"],
      ["SWI", "Switches and relays"],
      ["XTL", "Crystals and oscillators"],
    ],
  ],
  ["ME", "Mechanics", [["ENC", "Enclosures"], ["FAS", "Fasteners"], ["LAB", "Labels"], ["OTH", "Other mechanics"]]],
];

/** What some of them demand. */
const demanded: Record<string, string[]> = {
  CAP: ["Value", "Footprint"],
  RES: ["Value", "Footprint"],
  ENC: ["Material"],
  FAS: ["Material"],
  PCB: ["Layers", "Thickness"],
};

function categories(): CategoryView[] {
  return starter.map(([code, name, subcategories]) => ({
    id: `category-${code}`,
    code,
    name,
    subcategories: subcategories.map(([sub, subName, assembly]) => ({
      id: `sub-${code}-${sub}`,
      code: sub,
      name: subName,
      assembly: assembly ?? false,
      demands: demanded[sub] ?? [],
    })),
  }));
}

export function emptyWorkspace(name = "My workspace", path = "~/Documents/workspace.partwright"): FakeStore {
  const store = new FakeStore(name, path, false);
  store.categories = categories();
  return store;
}

/** The demo, with so many passive parts in its drawers. */
export function demoWorkspace(drawers: number): FakeStore {
  const store = new FakeStore("Demo: Meadow sensor", "~/.local/share/org.partwright.desktop/demo.partwright", true);
  store.categories = categories();
  const chips = keyParts(store);
  const board = mainBoard(store, chips);
  product(store, board, chips);
  fillDrawers(store, drawers);
  return store;
}

type Chips = Record<"mcu" | "sensor" | "regulator" | "usb" | "led" | "c100n" | "c10u" | "r10k" | "r5k1" | "r1k" | "ferrite" | "crystal" | "button", FakePart>;

function keyParts(store: FakeStore): Chips {
  const add = store.addPart.bind(store);
  const state = "Released" as const;
  const chip = (category: string, value: string, footprint: string, manufacturer: string, mpn: string, name = value) => {
    store.clock += 47_000;
    return add({ category, name, value, footprint, manufacturer, mpn, state });
  };
  return {
    mcu: chip("EL-ICT", "STM32L072KZU6", "UFQFPN-32", "STMicroelectronics", "STM32L072KZU6", "Microcontroller STM32L072, 192 kB"),
    sensor: chip("EL-SEN", "SHT41", "DFN-4", "Sensirion", "SHT41-AD1B-R2", "Humidity and temperature sensor"),
    regulator: chip("EL-ICT", "TPS7A0233", "SOT-23-5", "Texas Instruments", "TPS7A0233DBVR", "LDO 3.3 V 200 mA, 25 nA"),
    usb: chip("EL-CON", "USB-C 2.0", "SMD, 16 pins", "GCT", "USB4105-GF-A", "USB-C receptacle, 16 pins"),
    led: chip("EL-DIO", "Green", "0603", "Würth Elektronik", "150060GS75000", "LED green 0603"),
    c100n: chip("EL-CAP", "100n", "0402", "Murata", "GRM155R71C104KA88D", "100 nF 16 V X7R 0402"),
    c10u: chip("EL-CAP", "10u", "0603", "Samsung", "CL10A106KP8NNNC", "10 µF 10 V X5R 0603"),
    r10k: chip("EL-RES", "10k", "0402", "Yageo", "RC0402FR-0710KL", "10 kΩ 1 % 0402"),
    r5k1: chip("EL-RES", "5k1", "0402", "Yageo", "RC0402FR-075K1L", "5.1 kΩ 1 % 0402"),
    r1k: chip("EL-RES", "1k", "0402", "Yageo", "RC0402FR-071KL", "1 kΩ 1 % 0402"),
    ferrite: chip("EL-IND", "600R", "0402", "Murata", "BLM15PX601SN1D", "Ferrite 600 Ω at 100 MHz"),
    crystal: chip("EL-XTL", "32.768k", "3215", "Abracon", "ABS07-32.768KHZ-T", "Crystal 32.768 kHz 12.5 pF"),
    button: chip("EL-SWI", "", "3 × 4 mm", "C&K", "PTS810SJG250SMTRLFS", "Push button, top, 2.5 N"),
  };
}

const range = (letter: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, step) => `${letter}${from + step}`);

function mainBoard(store: FakeStore, chips: Chips): FakePart {
  store.clock += 86_400_000;
  const bare = store.addPart({ category: "EL-PCB", name: "Meadow main board, bare, 4 layers", state: "Released" });
  const board = store.addPart({
    category: "EL-PCA",
    name: "Meadow main board",
    description: "Measures, keeps and sends; fits the 60 mm enclosure.",
  });
  store.addLine(board, bare, "1", []);
  store.addLine(board, chips.mcu, "1", ["U1"]);
  store.addLine(board, chips.sensor, "1", ["U2"]);
  store.addLine(board, chips.regulator, "2", ["U3", "U4"]);
  store.addLine(board, chips.c100n, "14", range("C", 1, 14));
  store.addLine(board, chips.c10u, "4", range("C", 20, 23));
  store.addLine(board, chips.r10k, "6", range("R", 1, 6));
  store.addLine(board, chips.r5k1, "2", ["R10", "R11"]);
  store.addLine(board, chips.r1k, "3", ["R12", "R13", "R14"], true);
  store.addLine(board, chips.ferrite, "2", ["FB1", "FB2"]);
  store.addLine(board, chips.led, "3", ["D1", "D2", "D3"]);
  store.addLine(board, chips.crystal, "1", ["Y1"]);
  store.addLine(board, chips.usb, "1", ["J1"]);
  store.addLine(board, chips.button, "2", ["SW1", "SW2"]);
  board.properties.push(
    { name: "Mass", value: { type: "number", number: "11.4", unit: "g" } },
    { name: "RoHS", value: { type: "boolean", boolean: true } },
    { name: "First build", value: { type: "date", date: "2026-03-30" } },
    { name: "Schematic", value: { type: "link", link: "https://example.org/meadow/main-board.pdf" } },
  );
  const title = `${board.row.number} ${board.row.name}`;
  store.record("import.apply", [
    { room: "part", subject: board.row.id, action: "created", title },
    ...board.lines.map((line) => ({
      room: "bom",
      subject: line.id,
      action: "created" as const,
      title: `${board.row.number} revision 1: ${store.find(line.child).row.number} × ${line.quantity}`,
    })),
  ]);
  return board;
}

function product(store: FakeStore, board: FakePart, chips: Chips): void {
  store.clock += 3_600_000;
  const screw = store.addPart({ category: "ME-FAS", name: "Screw M2.5 × 8, pan head, A2", manufacturer: "Bossard", mpn: "1151532", state: "Released" });
  const foam = store.addPart({ category: "ME-OTH", name: "Sealing cord, silicone, 2 mm", state: "Released" });
  const shell = store.addPart({ category: "ME-ENC", name: "Enclosure shell, PC, white", state: "In Review" });
  const old = store.addPart({ category: "ME-LAB", name: "Rating label, first issue", state: "Obsolete" });
  const enclosure = store.addPart({ category: "AS-SUB", name: "Enclosure with seal", state: "Released" });
  store.addLine(enclosure, shell, "1", []);
  store.addLine(enclosure, foam, "0.385", [], false, "m");
  store.addLine(enclosure, screw, "4", []);
  store.addLine(enclosure, old, "1", []);
  const meadow = store.addPart({ category: "AS-PRD", name: "Meadow sensor", description: "Humidity and temperature, ten years on one cell." });
  store.addLine(meadow, board, "1", []);
  store.addLine(meadow, enclosure, "1", []);
  store.addLine(meadow, chips.usb, "1", [], true);
  store.record("part.create", [
    { room: "part", subject: meadow.row.id, action: "created", title: `${meadow.row.number} ${meadow.row.name}` },
  ]);
  const probe = store.addPart({ category: "AS-KIT", name: "Probe kit" });
  store.addLine(probe, meadow, "2", []);
}

function fillDrawers(store: FakeStore, drawers: number): void {
  const series = [10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82];
  const sizes = ["0402", "0603", "0805"];
  for (let place = 0; place < drawers; place += 1) {
    store.clock += 61_000;
    const digits = series[place % series.length] ?? 10;
    const power = Math.floor(place / series.length) % 5;
    const size = sizes[Math.floor(place / 60) % sizes.length] ?? "0402";
    if (place % 3 === 2) {
      const value = `${digits}${["p", "0p", "n", "0n", "u"][power] ?? "n"}`;
      store.addPart({
        category: "EL-CAP",
        name: `${value.replace(/([pnu])/, " $1F")} ${size}`,
        value,
        footprint: size,
        manufacturer: "Murata",
        mpn: `GRM${size}${digits}${power}K${String(place).padStart(4, "0")}`,
        state: "Released",
      });
    } else {
      const value = `${digits}${["R", "0R", "k", "0k", "M"][power] ?? "k"}`;
      store.addPart({
        category: "EL-RES",
        name: `${value} 1 % ${size}`,
        value,
        footprint: size,
        manufacturer: place % 2 ? "Yageo" : "Panasonic",
        mpn: `RC${size}FR-07${value}${String(place).padStart(4, "0")}L`,
        state: place % 7 === 0 ? "Draft" : "Released",
      });
    }
  }
}
