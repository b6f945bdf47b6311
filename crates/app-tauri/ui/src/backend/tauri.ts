// The backend inside the desktop window: the only file that knows Tauri.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Changes } from "../bindings/wire";
import type { Answer, Backend, CommandName, Request } from "./backend";
import { wireError } from "../errors";

export class TauriBackend implements Backend {
  async call<K extends CommandName>(name: K, request: Request<K>): Promise<Answer<K>> {
    try {
      return await invoke<Answer<K>>(name, { request });
    } catch (reason) {
      throw wireError(reason);
    }
  }

  onChanged(listener: (changes: Changes) => void): () => void {
    const stopping = listen<Changes>("changed", (event) => {
      listener(event.payload);
    });
    return () => {
      void stopping.then((stop) => {
        stop();
      });
    };
  }
}
