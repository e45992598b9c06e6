/** What an editor does to a text: numbers follow the order, nothing else changes, and two writers lose nothing. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Article,
  addArticle,
  addChapter,
  emptyArticle,
  firstEmpty,
  merge,
  moveArticle,
  moveChapter,
  newId,
  numbers,
  paragraphs,
  type Tree,
  withArticle,
  withoutArticle,
} from "../src/panitia/writings/tree.ts";

function article(id: string, ...clauses: string[]): Article {
  return { id, title: id, clauses: clauses.map((text, place) => ({ id: `${id}a${place}`, text, letters: [] })) };
}
const TREE: Tree = {
  format: "rembug-document-1",
  document: "AD",
  title: "AD",
  preamble: [],
  chapters: [
    { id: "b1", title: "Satu", articles: [article("p1", "x"), article("p2", "y", "z")] },
    { id: "b2", title: "Dua", articles: [article("p3", "w")] },
  ],
  closing: [],
  rules: null,
};

test("numbers run through the whole text, and an only clause has none", () => {
  const found = numbers(TREE);
  expect(found.get("b2")).toBe("BAB II");
  expect(found.get("p3")).toBe("Pasal 3");
  expect([found.get("p1a0"), found.get("p2a1")]).toEqual(["", "(2)"]);
});

test("an article moves within its chapter, then into the next one, and back to where it was", () => {
  const once = moveArticle(TREE, "p1", 1);
  expect(once.chapters[0]?.articles.map((each) => each.id)).toEqual(["p2", "p1"]);
  const twice = moveArticle(once, "p1", 1);
  expect(twice.chapters.map((each) => each.articles.map((other) => other.id))).toEqual([["p2"], ["p1", "p3"]]);
  expect(moveArticle(moveArticle(twice, "p1", -1), "p1", -1)).toEqual(TREE);
  expect(moveArticle(TREE, "p3", 1)).toEqual(TREE);
});

test("what is added stands behind what it was added to, and an empty sentence is found", () => {
  const added = addChapter(TREE, "b1");
  expect(added.tree.chapters.map((each) => each.id)).toEqual(["b1", added.id, "b2"]);
  expect(firstEmpty(TREE)).toBeUndefined();
  expect(firstEmpty(added.tree)?.part).toBe(added.id);
  const fresh = emptyArticle();
  const longer = addArticle(TREE, "b1", fresh, "p1");
  expect(longer.chapters[0]?.articles.map((each) => each.id)).toEqual(["p1", fresh.id, "p2"]);
  expect(firstEmpty(longer)?.inside).toBe(fresh.id);
  expect(moveChapter(TREE, "b2", -1).chapters.map((each) => each.id)).toEqual(["b2", "b1"]);
});

test("new ids are of the form that the board accepts", () => {
  for (let n = 0; n < 100; n++) expect(newId()).toMatch(/^[a-z0-9]{1,12}$/);
});

test("paragraphs are told by empty lines", () => {
  expect(paragraphs("satu\ndua\n\n \n tiga \n")).toEqual(["satu\ndua", "tiga"]);
});

test("two who changed different articles lose nothing", () => {
  const mine = withArticle(TREE, article("p1", "milik saya"));
  const theirs = addArticle(withoutArticle(TREE, "p3"), "b1", article("p9", "milik mereka"), "p2");
  const { tree, both } = merge(TREE, mine, theirs);
  expect(both).toEqual([]);
  expect(tree.chapters.map((each) => each.articles.map((other) => other.id))).toEqual([["p1", "p2", "p9"], []]);
  expect(tree.chapters[0]?.articles[0]?.clauses[0]?.text).toBe("milik saya");
});

test("where both changed the same sentence mine stands and it is told", () => {
  const mine = withArticle(TREE, article("p1", "saya"));
  const theirs = withArticle(TREE, article("p1", "mereka"));
  const { tree, both } = merge(TREE, mine, theirs);
  expect(both).toEqual(["p1a0"]);
  expect(tree.chapters[0]?.articles[0]?.clauses[0]?.text).toBe("saya");
});

test("what one took away and the other changed is kept", () => {
  const { tree } = merge(TREE, withoutArticle(TREE, "p1"), withArticle(TREE, article("p1", "berubah")));
  expect(tree.chapters[0]?.articles.map((each) => each.id)).toEqual(["p1", "p2"]);
});

/** A tree with some articles of TREE changed, removed, or new. */
const changed = fc
  .array(fc.tuple(fc.constantFrom("p1", "p2", "p3"), fc.constantFrom("change", "remove", "add", "move"), fc.string()), {
    maxLength: 4,
  })
  .map((acts) =>
    acts.reduce((tree, [id, act, words]) => {
      if (act === "remove") return withoutArticle(tree, id);
      if (act === "move") return moveArticle(tree, id, 1);
      if (act === "add") return addArticle(tree, "b1", article(newId(), words));
      return withArticle(tree, article(id, words));
    }, TREE),
  );

test("merging with a text that nobody changed gives the other one", () => {
  fc.assert(
    fc.property(changed, (tree) => {
      expect(merge(TREE, TREE, tree).tree).toEqual(tree);
      expect(merge(TREE, tree, TREE).tree).toEqual(tree);
    }),
  );
});

test("a merged text holds every id once", () => {
  fc.assert(
    fc.property(changed, changed, (mine, theirs) => {
      const merged = merge(TREE, mine, theirs).tree;
      const ids = merged.chapters.flatMap((each) => each.articles.map((other) => other.id));
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
