// What a reviewer would say twice: no console, no `any`, and one door to the Tauri API.
import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const tauriDoor = {
  group: ["@tauri-apps/*"],
  message: "Only src/backend/tauri.ts talks to Tauri; everything else asks the Backend interface.",
};
const fakeDoor = {
  group: ["**/backend/fake", "**/backend/fake/*", "./fake", "./fake/*"],
  message: "The fake backend is for tests and for `vite dev`; only src/backend/choose.ts may load it.",
};
const bridgeDoor = {
  group: ["**/backend/bridge", "./bridge"],
  message: "The bridge is for the build that is tested in a browser; only src/backend/choose.ts may load it.",
};

export default ts.config(
  { ignores: ["dist/", "node_modules/", "src/bindings/"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "no-console": "error",
      "no-undef": "off",
      eqeqeq: "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: [tauriDoor, fakeDoor, bridgeDoor] }],
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-globals": [
        "error",
        { name: "parseFloat", message: "Quantities are exact decimal strings; never make floats of them." },
        { name: "alert", message: "Show a dialog of ours." },
        { name: "confirm", message: "Show a dialog of ours." },
      ],
      "svelte/no-at-html-tags": "error",
      "svelte/require-each-key": "error",
      // Sets and maps that nothing on the screen watches are plain on purpose.
      "svelte/prefer-svelte-reactivity": "off",
      "svelte/no-navigation-without-resolve": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
  },
  {
    files: ["src/backend/tauri.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [fakeDoor, bridgeDoor] }] },
  },
  {
    files: ["src/backend/fake/**", "src/test_application.ts", "**/*.test.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [tauriDoor, bridgeDoor] }] },
  },
  {
    // Their own `./bridge` starts the one that the pages talk to.
    files: ["e2e/**"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [tauriDoor, fakeDoor] }] },
  },
  {
    files: ["src/backend/choose.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [tauriDoor] }] },
  },
);
