// The one door between the page and whatever keeps the data: commands one way, changes the other.
import type { Changes, Commands, Daily, Progress } from "../bindings/wire";

export type CommandName = keyof Commands;
export type Request<K extends CommandName> = Commands[K]["request"];
export type Answer<K extends CommandName> = Commands[K]["answer"];

/** The bytes that go beside a request, where its command takes some. */
export type Bytes<K extends CommandName> = Commands[K] extends { bytes: infer B } ? [bytes: B] : [];

export interface Backend {
  /** Asks for one thing; rejects with a `WireError`. */
  call<K extends CommandName>(name: K, request: Request<K>, ...bytes: Bytes<K>): Promise<Answer<K>>;
  /** Tells of every committed unit of work, until the answer is called. */
  onChanged(listener: (changes: Changes) => void): () => void;
  /** Tells that another workspace is open than before, or none, until the answer is called. */
  onOpened(listener: () => void): () => void;
  /** Tells that somebody wants to close the window while it holds something unsaved, until the answer is called. */
  onClosing(listener: () => void): () => void;
  /** Tells how far the tasks of this window are, until the answer is called. */
  onProgress(listener: (progress: Progress) => void): () => void;
  /** Tells how each backup went that was made by itself, until the answer is called. */
  onDaily(listener: (daily: Daily) => void): () => void;
}
