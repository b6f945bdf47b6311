// What the user reads about files.
import { some } from "./some";

export const file = {
  title: "Files",
  name: "Name",
  role: "Role",
  size: "Size",
  added: "Attached",
  actions: "Actions",
  none: "No files.",
  drop: "No files yet. Drop some here, such as a datasheet, a drawing or a 3D model.",
  attach: "Attach files",
  attached: (n: number) => `Attached ${some(n, "file")}.`,
  sending: (name: string) => `Attaching ${name}…`,
  by: (at: string, person: string) => `${at}, ${person}`,
  hash: (bytes: number, hash: string) => `${some(bytes, "byte")}, SHA-256 ${hash}`,
  roleOf: (name: string) => `Role of ${name}`,
  open: (name: string) => `Open a copy of ${name}`,
  replace: (name: string) => `Replace ${name}`,
  replaced: (name: string) => `Replaced ${name}.`,
  remove: (name: string) => `Remove ${name}`,
};
