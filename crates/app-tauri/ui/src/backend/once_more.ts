// Reloading without piling up: however often it is asked for, one runs and at most one waits.

/** Wraps a reload so that calls during a run lead to one more run after it. */
export function onceMore(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again = false;
  const loop = async () => {
    try {
      do {
        again = false;
        await run();
      } while (again);
    } finally {
      running = null;
    }
  };
  return () => {
    if (running) {
      again = true;
      return running;
    }
    running = loop();
    return running;
  };
}
