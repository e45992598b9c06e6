/** Every text is asked for somewhere: what no page says is not translated four times. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = join(import.meta.dirname, "..", "src");
/** Who asks for the texts of a folder beside the folder itself; the shared ones are asked for everywhere. */
const READERS: Readonly<Record<string, readonly string[]>> = {
  i18n: ["."],
  board: ["pemeriksa", "pengamat"],
  holder: ["kunci"],
  verifier: ["pemeriksa", "pengamat"],
};

const owners = readdirSync(SRC, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => readdirSync(join(SRC, name)).includes("texts"));

function sourceOf(folder: string): string {
  return readdirSync(join(SRC, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte|html)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

/** The keys that a source can ask for: each quoted word, and each word with holes such as `step.${name}`. */
function asked(source: string, only: RegExp): (key: string) => boolean {
  const words = new Set([...source.matchAll(/["%]([\w.-]+)["%]/g)].map((found) => found[1]));
  const holed = [...source.matchAll(only)]
    .map((found) => (found[1] ?? "").split(/\$\{[^}]*\}/))
    .filter((parts) => parts.length > 1 && /^[\w.-]*\.[\w.-]*$/.test(parts.join("")))
    .map((parts) => new RegExp(`^${parts.map((part) => part.replaceAll(".", "\\.")).join(".+")}$`));
  return (key) => words.has(key) || holed.some((each) => each.test(key));
}

describe.each(owners)("%s", (owner) => {
  test("has no text that nobody asks for", () => {
    const source = [owner, ...(READERS[owner] ?? [])].map(sourceOf).join("\n");
    const isAsked = asked(source, owner === "i18n" ? /common\(\s*`([^`]*)`/g : /`([^`\n]*)`/g);
    const keys = Object.keys(JSON.parse(readFileSync(join(SRC, owner, "texts", "id.json"), "utf8")) as object);
    expect(keys.filter((key) => !isAsked(key))).toEqual([]);
  });
});
