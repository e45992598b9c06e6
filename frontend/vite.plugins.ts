/** What our builds do beside bundling: service workers, fonts, sound clips, compressed copies. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

export const src = resolve(import.meta.dirname, "src");
export const built = resolve(import.meta.dirname, "../api/rembug_api/static");

/** Write the service worker of an app: our own few lines, with the list of the files that the app loads. */
export function offline(app: string): Plugin {
  return {
    name: `rembug-offline-${app}`,
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file): file is Rolldown.OutputChunk => file.type === "chunk");
      const files = new Set<string>();
      const add = (chunk: Rolldown.OutputChunk | undefined) => {
        if (chunk === undefined || files.has(chunk.fileName)) return;
        files.add(chunk.fileName);
        for (const each of chunk.viteMetadata?.importedCss ?? []) files.add(each);
        for (const name of [...chunk.imports, ...chunk.dynamicImports]) {
          add(chunks.find((other) => other.fileName === name));
        }
      };
      add(chunks.find((chunk) => chunk.facadeModuleId?.endsWith(`/${app}/index.html`)));
      for (const name of Object.keys(bundle)) if (/\.(woff2|svg)$/.test(name)) files.add(name);
      const list = [`/${app}/`, ...Array.from(files, (name) => `/static/${name}`).sort()];
      // The page itself has no hash in its name, and says things of its own.
      const page = readFileSync(resolve(src, app, "index.html"), "utf8");
      const version = createHash("sha256")
        .update([...list, page].join("\n"))
        .digest("hex")
        .slice(0, 16);
      const source = readFileSync(resolve(src, "ui/offline_worker.js"), "utf8")
        .replace("__NAME__", `rembug-${app}-`)
        .replace("__VERSION__", version)
        .replace('["__FILES__"]', JSON.stringify(list));
      this.emitFile({ type: "asset", fileName: `${app}/sw.js`, source });
    },
  };
}

/** Lay the booth's sound clips beside its scripts; each is named by what it says. */
export function clips(): Plugin {
  const folder = resolve(src, "bilik/suara");
  return {
    name: "rembug-clips",
    generateBundle() {
      for (const name of readdirSync(folder)) {
        this.emitFile({ type: "asset", fileName: `assets/suara-${name}`, source: readFileSync(resolve(folder, name)) });
      }
    },
  };
}

/** Name the fonts in every page, so that they come with its scripts and no line moves when they are there. */
export function preloadedFonts(): Plugin {
  return {
    name: "rembug-fonts",
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((name) => /latin-(400|700)-normal-.*\.woff2$/.test(name))
          .map((name) => ({
            tag: "link",
            attrs: { rel: "preload", as: "font", type: "font/woff2", crossorigin: "", href: `/static/${name}` },
            injectTo: "head",
          })),
    },
  };
}

/** Fill a page's own HTML, what is seen before any script runs, with texts of the translation file: `%key%`. */
export function firstTexts(app: string): Plugin {
  const texts: Record<string, string> = JSON.parse(readFileSync(resolve(src, app, "texts/id.json"), "utf8"));
  return {
    name: "rembug-first-texts",
    transformIndexHtml: {
      order: "pre",
      handler: (html) =>
        html.replaceAll(/%([\w.-]+)%/g, (_, key: string) => {
          const text = texts[key];
          if (text === undefined) throw new Error(`no text ${key}`);
          return text;
        }),
    },
  };
}

/** Announce the script that a page's first one asks for, and its style, so that both are there when it asks. */
export function announced(script: string): Plugin {
  return {
    name: "rembug-announced",
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle }) =>
        Object.values(bundle ?? {})
          .filter((file): file is Rolldown.OutputChunk => file.type === "chunk" && file.name === script)
          .flatMap((chunk) => [
            { tag: "link", attrs: { rel: "modulepreload", crossorigin: "", href: `/static/${chunk.fileName}` } },
            ...Array.from(chunk.viteMetadata?.importedCss ?? [], (name) => ({
              tag: "link",
              attrs: { rel: "preload", as: "style", crossorigin: "", href: `/static/${name}` },
            })),
          ])
          .map((tag) => ({ ...tag, injectTo: "head" as const })),
    },
  };
}

/** Lay a compressed copy beside every script and style: the server has no time to compress while people wait. */
export function compressed(): Plugin {
  return {
    name: "rembug-compressed",
    writeBundle({ dir }, bundle) {
      for (const name of Object.keys(bundle)) {
        if (dir === undefined || !/^assets\/.*\.(js|css|svg)$/.test(name)) continue;
        const path = resolve(dir, name);
        writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
      }
    },
  };
}
