// The page is built into ui/dist with relative addresses: the desktop window and a browser load the same files.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { guide } from "./guide.vite.js";

export default defineConfig({
  base: "./",
  plugins: [svelte(), guide()],
  build: {
    target: "es2022",
    outDir: "dist",
    // Strict CSP: nothing becomes a data: address except through img-src, which allows it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 5173,
    proxy: { "/call": "http://127.0.0.1:8787", "/changes": "http://127.0.0.1:8787" },
  },
  ...(process.env.VITEST ? { resolve: { conditions: ["browser"] } } : {}),
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
});
