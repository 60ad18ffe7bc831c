// The page's rules: no `any`, and the layers.
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";
import { layers } from "./eslint.layers.js";
import svelteConfig from "./svelte.config.js";

export default ts.config(
  { ignores: ["dist", "src/paraglide", "src/contract", "project.inlang", "node_modules"] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    plugins: { page: { rules: { layers } } },
    rules: {
      "page/layers": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-expressions": "off",
      "@typescript-eslint/no-invalid-void-type": "off",
      "svelte/no-navigation-without-resolve": "off",
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"], svelteConfig } },
  },
  { files: ["*.mjs", "*.config.*", "*.js"], languageOptions: { globals: { ...globals.node } } },
);
