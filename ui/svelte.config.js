// How Svelte reads a component: with TypeScript in it.
import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

export default { preprocess: vitePreprocess({ script: false }) };
