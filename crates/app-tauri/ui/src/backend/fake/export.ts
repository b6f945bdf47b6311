// What the backend of development answers about exports; it writes nothing.
import type { ExportFormat, ExportLayout, ExportVerified, ExportWhat } from "../../bindings/wire";
import { refuse } from "./store";

export function fakeLayouts(): ExportLayout[] {
  return [
    { name: "assembly", title: "Assembly house", about: "What any house that assembles boards asks for.", knows_ranges: true },
    { name: "jlcpcb", title: "JLCPCB", about: "JLCPCB's assembly, with the order codes of LCSC.", knows_ranges: false },
    { name: "kicad-cli", title: "kicad-cli", about: "The BOM that kicad-cli sch export bom writes.", knows_ranges: true },
  ];
}

export function proposed(what: ExportWhat, format: ExportFormat, beside: string | null): string {
  const folder = beside?.replace(/[^/]*$/, "") ?? "/documents/";
  return `${folder}${what.kind.replace("_", "-")}.${format}`;
}

export function fakeVerified(path: string): ExportVerified {
  if (!path.endsWith(".zip")) throw refuse("export.not_a_package", "This is not a release package as Partwright makes them.");
  return {
    part_number: "EL-PCA-100001",
    name: "LED driver",
    revision: "B",
    released: "2026-01-31T14:05:06.789Z",
    released_by: "Grace",
    hash: "61b4d01f384a655a065d8ffabc3f0687b77d70a6362756f74b2840bb8fa1052f",
    manifest: "9c4dfa556fbc1a3d8443e53c2ad293d778ba08198433f3a591cfecb0637a4839",
    only_manifest: ["audit.json", "parts.json"],
    entries: 12,
    releases: 4,
    findings: path.includes("changed") ? [{ fault: "changed", sentence: "bom/flat.csv has other bytes than the manifest says" }] : [],
  };
}
