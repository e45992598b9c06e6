/** Builds the verifier as one file that needs no server: `static/pengamat/pemeriksa.html`. */
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

export default defineConfig({
  root: resolve(import.meta.dirname, "src/pemeriksa"),
  publicDir: false,
  plugins: [svelte({ configFile: resolve(import.meta.dirname, "svelte.config.js") }), viteSingleFile()],
  build: {
    outDir: resolve(import.meta.dirname, "../api/rembug_api/static/pengamat"),
    emptyOutDir: false,
    target: "chrome108",
    rollupOptions: { input: resolve(import.meta.dirname, "src/pemeriksa/pemeriksa.html") },
  },
});
