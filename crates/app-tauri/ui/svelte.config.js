// Settings of the Svelte compiler: runes everywhere, and a warning is a mistake to mend.
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
