// A port of this machine for a server under test.
import { createServer } from "node:net";

/** A port that nobody has at the moment. */
export function freePort(): Promise<number> {
  return new Promise((tell, fail) => {
    const server = createServer().once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        tell(typeof address === "object" && address ? address.port : 0);
      });
    });
  });
}
