/** Builds what `benchmarks/engines.py` measures in a browser: `figures.js` in the folder that it names. */
import { resolve } from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    emptyOutDir: false,
    target: "chrome108",
    lib: { entry: resolve(import.meta.dirname, "cli/figures.ts"), formats: ["es"], fileName: () => "figures.js" },
  },
});
