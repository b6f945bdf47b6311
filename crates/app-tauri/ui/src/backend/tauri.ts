// The backend inside the desktop window: the only file that knows Tauri.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebviewWindow } from "@tauri-apps/api/webviewWindow";
import type { Changes, Daily, Progress } from "../bindings/wire";
import { base64 } from "./base64";
import type { Answer, Backend, Bytes, CommandName, Request } from "./backend";
import { wireError } from "../errors";

export class TauriBackend implements Backend {
  async call<K extends CommandName>(name: K, request: Request<K>, ...[bytes]: Bytes<K>): Promise<Answer<K>> {
    try {
      if (bytes === undefined) return await invoke<Answer<K>>(name, { request });
      // Bytes take the whole body; the words go beside them, as text that a header can hold.
      const words = base64(new TextEncoder().encode(JSON.stringify(request)));
      return await invoke<Answer<K>>(name, bytes as Uint8Array, { headers: { "partwright-request": words } });
    } catch (reason) {
      throw wireError(reason);
    }
  }

  onChanged(listener: (changes: Changes) => void): () => void {
    return hear("changed", listener);
  }

  onOpened(listener: () => void): () => void {
    return hear("opened", listener);
  }

  onClosing(listener: () => void): () => void {
    return hear("closing", listener, getCurrentWebviewWindow().label);
  }

  onProgress(listener: (progress: Progress) => void): () => void {
    return hear("progress", listener, getCurrentWebviewWindow().label);
  }

  onDaily(listener: (daily: Daily) => void): () => void {
    return hear("daily", listener);
  }
}

/** Hears what is told to every window, or to the one with this label; without it, one would hear what others are told. */
function hear<T>(event: string, listener: (payload: T) => void, label?: string): () => void {
  const heard = ({ payload }: { payload: T }) => {
    listener(payload);
  };
  const stopping = listen<T>(event, heard, label === undefined ? {} : { target: label });
  return () => {
    void stopping.then((stop) => {
      stop();
    });
  };
}
