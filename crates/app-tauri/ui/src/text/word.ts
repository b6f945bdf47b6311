// What the user reads for what the application itself knows by a name: names that a workspace gives are its own.
import type { FileRole, Lifecycle, ManufacturerPartStatus, Role } from "../bindings/wire";

export const word = {
  phase: { Draft: "Draft", "In Review": "In Review", Released: "Released", Obsolete: "Obsolete" } satisfies Record<Lifecycle, string>,
  role: { Viewer: "Viewer", Designer: "Designer", Admin: "Admin" } satisfies Record<Role, string>,
  fileRole: {
    Datasheet: "Datasheet",
    Drawing: "Drawing",
    "3D model": "3D model",
    Schematic: "Schematic",
    Gerber: "Gerber",
    Firmware: "Firmware",
    Document: "Document",
    Other: "Other",
  } satisfies Record<FileRole, string>,
  status: {
    Active: "Active",
    Preferred: "Preferred",
    Alternate: "Alternate",
    "Not recommended": "Not recommended",
    Obsolete: "Obsolete",
  } satisfies Record<ManufacturerPartStatus, string>,
};
