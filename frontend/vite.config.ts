/// <reference types="vitest/config" />
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { built, compressed, offline, preloadedFonts, src } from "./vite.plugins.ts";

// Every folder of src that holds an index.html is one small app with a bundle of its own; they share what they have in
// common. The booth shares nothing (`vite.booth.config.ts`).
const pages = Object.fromEntries(
  readdirSync(src)
    .filter((name) => name !== "bilik")
    .map((name) => [name, resolve(src, name, "index.html")] as const)
    .filter(([, page]) => existsSync(page)),
);

export default defineConfig({
  root: src,
  base: "/static/",
  publicDir: false,
  plugins: [
    svelte({ configFile: resolve(import.meta.dirname, "svelte.config.js") }),
    preloadedFonts(),
    offline("panitia"),
    compressed(),
  ],
  worker: { format: "es" },
  build: {
    outDir: built,
    emptyOutDir: true,
    target: "chrome108",
    // Inlined assets would need data: in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: pages },
  },
  server: { host: "127.0.0.1", proxy: { "/api": "http://127.0.0.1:8000" } },
  test: {
    root: import.meta.dirname,
    environment: "node",
    testTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "noble", include: ["tests/**/*.test.ts"] } },
      // What stands on the group once more on the other engine.
      {
        extends: true,
        test: {
          name: "wasm",
          include: ["tests/crypto/{golden*,ballots,ceremony,opening,shuffle}.test.ts"],
          setupFiles: ["tests/crypto/on_wasm.ts"],
        },
      },
    ],
  },
});
