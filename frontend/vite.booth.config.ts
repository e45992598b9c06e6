/**
 * The booth by itself: a small script for its first screen and one for all the rest, instead of thirty small ones that
 * it would share with the other apps.
 *
 * A tablet never opens another app, so that nothing is gained by sharing, and on a slow one each file costs time.
 */
import { resolve } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { announced, built, clips, compressed, firstTexts, offline, preloadedFonts, src } from "./vite.plugins.ts";

export default defineConfig({
  root: src,
  base: "/static/",
  publicDir: false,
  plugins: [
    svelte({ configFile: resolve(import.meta.dirname, "svelte.config.js") }),
    firstTexts("bilik"),
    preloadedFonts(),
    announced("open"),
    clips(),
    offline("bilik"),
    compressed(),
  ],
  worker: { format: "es" },
  build: {
    outDir: built,
    emptyOutDir: false,
    target: "chrome108",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { bilik: resolve(src, "bilik/index.html") } },
  },
});
