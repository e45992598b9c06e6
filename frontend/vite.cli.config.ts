/** Builds the verifier as a program for node, which the tests hold against the one in Python: `dist-cli/verify.mjs`. */
import { resolve } from "node:path";
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  // One file that needs no node_modules beside it.
  ssr: { noExternal: true },
  build: {
    outDir: resolve(import.meta.dirname, "dist-cli"),
    emptyOutDir: true,
    target: "node20",
    ssr: resolve(import.meta.dirname, "cli/verify.ts"),
    rollupOptions: { output: { entryFileNames: "[name].mjs" } },
  },
});
