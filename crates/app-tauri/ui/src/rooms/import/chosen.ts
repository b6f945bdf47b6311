// What somebody chose or dropped: one file, an archive, or a folder, whose files are read here because the page gets no path.
import { text } from "../../text";
import type { SetSource } from "./import_set.svelte";

/** What of a drop can be imported. */
export type Chosen = { kind: "file"; file: File; others: number } | { kind: "set"; fetch: () => Promise<SetSource> };

/** How deep folders may stand in each other, and how much a folder that is dropped may have: its bytes go through the page. */
const mostDepth = 32;
const mostFiles = 10_000;
const mostBytes = 256 * 1024 * 1024;

/** What files that were chosen are. */
export function chosenFiles(files: FileList | null | undefined): Chosen | null {
  const file = files?.[0];
  if (!file) return null;
  if (/\.zip$/i.test(file.name)) return { kind: "set", fetch: () => archive(file) };
  return { kind: "file", file, others: files.length - 1 };
}

/** What was dropped. It has to be asked at once: after the event there is nothing left of it. */
export function dropped(transfer: DataTransfer | null): Chosen | null {
  const entries = Array.from(transfer?.items ?? [], (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const folder = entries.find(isFolder);
  return folder ? { kind: "set", fetch: () => read(folder) } : chosenFiles(transfer?.files);
}

async function archive(file: File): Promise<SetSource> {
  return { name: file.name, source: { kind: "archive" }, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** Refuses a folder that has too much in it to go through the page. */
function tooMuch(): Error {
  return new Error(text.importSet.tooMuch);
}

async function read(folder: FileSystemDirectoryEntry): Promise<SetSource> {
  const files: { path: string; file: File }[] = [];
  await gather(folder, "", 0, files);
  const size = files.reduce((sum, { file }) => sum + file.size, 0);
  if (size > mostBytes) throw tooMuch();
  const bytes = new Uint8Array(size);
  let place = 0;
  for (const { file } of files) {
    bytes.set(new Uint8Array(await file.arrayBuffer()), place);
    place += file.size;
  }
  const pieces = files.map(({ path, file }) => ({ path, size: file.size }));
  return { name: folder.name, source: { kind: "files", files: pieces }, bytes };
}

async function gather(folder: FileSystemDirectoryEntry, at: string, depth: number, files: { path: string; file: File }[]): Promise<void> {
  if (depth > mostDepth) throw tooMuch();
  for (const entry of await entriesOf(folder)) {
    // What is hidden is passed over, as the program itself does with a folder.
    if (entry.name.startsWith(".")) continue;
    const path = at === "" ? entry.name : `${at}/${entry.name}`;
    if (isFolder(entry)) await gather(entry, path, depth + 1, files);
    else if (isFile(entry)) files.push({ path, file: await fileOf(entry) });
    if (files.length > mostFiles) throw tooMuch();
  }
}

/** A reader hands out a hundred entries or so at a time, and none when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((tell, fail) => {
      reader.readEntries(tell, fail);
    });
    if (more.length === 0) return entries;
    entries.push(...more);
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((tell, fail) => {
    entry.file(tell, fail);
  });
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}
