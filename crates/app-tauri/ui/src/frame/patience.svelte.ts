// How long somebody waits before they want to know how far it is.

/** What is there sooner, in milliseconds, shows no bar. */
export const patience = 300;

/** For a component that shows how far something is: whether it runs so long that people want to know. */
export function useSlow(runs: () => boolean): () => boolean {
  let slow = $state(false);
  $effect(() => {
    slow = false;
    if (!runs()) return;
    const pause = setTimeout(() => (slow = true), patience);
    return () => clearTimeout(pause);
  });
  return () => slow;
}
