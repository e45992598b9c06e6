/**
 * A text as a tree of bab, pasal, ayat and huruf, and what an editor does to it.
 *
 * Trees are never changed: every act gives a new one, so that undoing is keeping the old one.
 */

export interface Letter {
  readonly id: string;
  readonly text: string;
}
export interface Clause {
  readonly id: string;
  readonly text: string;
  readonly letters: readonly Letter[];
}
export interface Article {
  readonly id: string;
  readonly title: string;
  readonly clauses: readonly Clause[];
}
export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly articles: readonly Article[];
}
export interface Tree {
  readonly format: string;
  readonly document: string;
  readonly title: string;
  readonly preamble: readonly string[];
  readonly chapters: readonly Chapter[];
  readonly closing: readonly string[];
  readonly rules: unknown;
}
/** Any part, with its words and the parts in it. */
interface Part {
  readonly id: string;
  readonly words: string;
  readonly inside: readonly Part[];
}

const ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH = 10;
export const MOST_LETTERS = 26;

/** Draw an id that no part of any version has: ten letters by chance. */
export function newId(): string {
  const drawn = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
  return Array.from(drawn, (byte) => ID_LETTERS[byte % ID_LETTERS.length]).join("");
}

export function emptyArticle(): Article {
  return { id: newId(), title: "", clauses: [{ id: newId(), text: "", letters: [] }] };
}

/** Return the number of every part as it is printed, by its id. */
export function numbers(tree: Tree): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let articles = 0;
  tree.chapters.forEach((chapter, place) => {
    found.set(chapter.id, `BAB ${roman(place + 1)}`);
    for (const article of chapter.articles) {
      articles += 1;
      found.set(article.id, `Pasal ${articles}`);
      article.clauses.forEach((clause, at) => {
        found.set(clause.id, article.clauses.length > 1 ? `(${at + 1})` : "");
        clause.letters.forEach((letter, index) => {
          found.set(letter.id, `${String.fromCharCode(97 + index)}.`);
        });
      });
    }
  });
  return found;
}

function roman(number: number): string {
  const signs = [
    ["C", 100],
    ["XC", 90],
    ["L", 50],
    ["XL", 40],
    ["X", 10],
    ["IX", 9],
    ["V", 5],
    ["IV", 4],
    ["I", 1],
  ] as const;
  let text = "";
  let rest = number;
  for (const [sign, value] of signs) {
    text += sign.repeat(Math.floor(rest / value));
    rest %= value;
  }
  return text;
}

/** Return the tree with another article in the place of the one with its id. */
export function withArticle(tree: Tree, article: Article): Tree {
  return withArticles(tree, (all) => all.map((each) => (each.id === article.id ? article : each)));
}

export function withChapterTitle(tree: Tree, id: string, title: string): Tree {
  return { ...tree, chapters: tree.chapters.map((each) => (each.id === id ? { ...each, title } : each)) };
}

export function withoutArticle(tree: Tree, id: string): Tree {
  return withArticles(tree, (all) => all.filter((each) => each.id !== id));
}

export function withoutChapter(tree: Tree, id: string): Tree {
  return { ...tree, chapters: tree.chapters.filter((each) => each.id !== id) };
}

/** Put an article behind another one of a chapter, or first in it. */
export function addArticle(tree: Tree, chapter: string, article: Article, behind?: string): Tree {
  return {
    ...tree,
    chapters: tree.chapters.map((each) => {
      if (each.id !== chapter) return each;
      const at = behind === undefined ? 0 : each.articles.findIndex((other) => other.id === behind) + 1;
      return { ...each, articles: [...each.articles.slice(0, at), article, ...each.articles.slice(at)] };
    }),
  };
}

/** Put an empty chapter behind another one, or last. */
export function addChapter(tree: Tree, behind?: string): { tree: Tree; id: string } {
  const chapter: Chapter = { id: newId(), title: "", articles: [] };
  const at = behind === undefined ? tree.chapters.length : tree.chapters.findIndex((each) => each.id === behind) + 1;
  return {
    tree: { ...tree, chapters: [...tree.chapters.slice(0, at), chapter, ...tree.chapters.slice(at)] },
    id: chapter.id,
  };
}

export function moveChapter(tree: Tree, id: string, step: 1 | -1): Tree {
  return { ...tree, chapters: moved(tree.chapters, id, step) };
}

/** Move an article one place; at the edge of its chapter it goes into the next one. */
export function moveArticle(tree: Tree, id: string, step: 1 | -1): Tree {
  const home = tree.chapters.findIndex((chapter) => chapter.articles.some((each) => each.id === id));
  const chapter = tree.chapters[home];
  const article = chapter?.articles.find((each) => each.id === id);
  if (chapter === undefined || article === undefined) return tree;
  const next = moved(chapter.articles, id, step);
  const replace = (at: number, articles: readonly Article[], from: Tree): Tree => ({
    ...from,
    chapters: from.chapters.map((each, place) => (place === at ? { ...each, articles } : each)),
  });
  if (next !== chapter.articles) return replace(home, next, tree);
  const neighbour = tree.chapters[home + step];
  if (neighbour === undefined) return tree;
  const left = replace(
    home,
    chapter.articles.filter((each) => each !== article),
    tree,
  );
  const joined = step === 1 ? [article, ...neighbour.articles] : [...neighbour.articles, article];
  return replace(home + step, joined, left);
}

/** Move one of a list by a place; the same list where it is at the edge. */
export function moved<T extends { readonly id: string }>(list: readonly T[], id: string, step: 1 | -1): readonly T[] {
  const at = list.findIndex((each) => each.id === id);
  const other = list[at + step];
  const own = list[at];
  if (own === undefined || other === undefined) return list;
  return list.map((each, place) => (place === at ? other : place === at + step ? own : each));
}

function withArticles(tree: Tree, change: (articles: readonly Article[]) => readonly Article[]): Tree {
  return { ...tree, chapters: tree.chapters.map((each) => ({ ...each, articles: change(each.articles) })) };
}

/** Return the id of the first chapter, clause or letter without words, or undefined: such a text cannot be kept. */
export function firstEmpty(tree: Tree): { part: string; inside: string } | undefined {
  for (const chapter of tree.chapters) {
    if (chapter.title.trim() === "") return { part: chapter.id, inside: chapter.id };
    for (const article of chapter.articles) {
      for (const clause of article.clauses) {
        if (clause.text.trim() === "") return { part: clause.id, inside: article.id };
        const letter = clause.letters.find((each) => each.text.trim() === "");
        if (letter !== undefined) return { part: letter.id, inside: article.id };
      }
    }
  }
  return undefined;
}

/** Paragraphs, between which a field shows an empty line. */
export function paragraphs(text: string): readonly string[] {
  return text.split(/\n\s*\n/).flatMap((each) => (each.trim() === "" ? [] : [each.trim()]));
}

/**
 * Join what two people wrote upon the same version.
 *
 * What only one of them changed is taken from that one.  Where both changed the same words, mine stand, and the id of
 * the part is told; what one of them took away goes, unless the other one changed it.  Where both moved parts about,
 * they stay where the other one put them.
 */
export function merge(base: Tree, mine: Tree, theirs: Tree): { tree: Tree; both: readonly string[] } {
  const both: string[] = [];
  const [was, own, other] = [indexOf(base), indexOf(mine), indexOf(theirs)];
  const pick = <T>(before: T, my: T, their: T, id: string): T => {
    if (same(my, before) || same(my, their)) return their;
    if (!same(their, before)) both.push(id);
    return my;
  };
  const wordsOf = (id: string): string => {
    const my = own.get(id);
    const their = other.get(id);
    if (my === undefined || their === undefined) return (my ?? their)?.words ?? "";
    return pick(was.get(id)?.words ?? their.words, my.words, their.words, id);
  };
  /** Whether the other one took a part away that I did not change. */
  const isGone = (part: Part) => {
    const before = was.get(part.id);
    return before !== undefined && same(before, part);
  };
  const take = (parts: readonly Part[]): Part[] =>
    parts.map((part) => ({ ...part, words: wordsOf(part.id), inside: take(part.inside) }));
  const added = (part: Part): Part => ({
    ...part,
    inside: part.inside.filter((each) => !other.has(each.id)).map(added),
  });
  const join = (theirParts: readonly Part[], myParts: readonly Part[]): Part[] => {
    const found: Part[] = theirParts
      .filter((part) => own.has(part.id) || !isGone(part))
      .map((part) => ({
        id: part.id,
        words: wordsOf(part.id),
        inside: join(part.inside, own.get(part.id)?.inside ?? []),
      }));
    myParts.forEach((part, place) => {
      if (other.has(part.id) || isGone(part)) return;
      const behind = myParts.slice(0, place).findLast((each) => found.some((one) => one.id === each.id));
      found.splice(behind === undefined ? 0 : found.findIndex((one) => one.id === behind.id) + 1, 0, added(part));
    });
    return found;
  };
  const [myParts, theirParts] = [partsOf(mine), partsOf(theirs)];
  // Where they moved nothing, everything stands as I put it; but what they changed I cannot take away.
  const isMine =
    same(shapeOf(partsOf(base)), shapeOf(theirParts)) &&
    [...other.values()].every((part) => own.has(part.id) || isGone(part));
  const tree: Tree = {
    ...theirs,
    title: pick(base.title, mine.title, theirs.title, ""),
    preamble: pick(base.preamble, mine.preamble, theirs.preamble, ""),
    chapters: (isMine ? take(myParts) : join(theirParts, myParts)).map(chapterOf),
    closing: pick(base.closing, mine.closing, theirs.closing, ""),
    rules: pick(base.rules, mine.rules, theirs.rules, ""),
  };
  return { tree, both };
}

/** Every part of a tree by its id. */
function indexOf(tree: Tree): ReadonlyMap<string, Part> {
  const found = new Map<string, Part>();
  const walk = (parts: readonly Part[]) => {
    for (const part of parts) {
      found.set(part.id, part);
      walk(part.inside);
    }
  };
  walk(partsOf(tree));
  return found;
}

/** What stands where, without words. */
function shapeOf(parts: readonly Part[]): unknown {
  return parts.map((part) => [part.id, shapeOf(part.inside)]);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function partsOf(tree: Tree): Part[] {
  return tree.chapters.map((chapter) => ({
    id: chapter.id,
    words: chapter.title,
    inside: chapter.articles.map((article) => ({
      id: article.id,
      words: article.title,
      inside: article.clauses.map((clause) => ({
        id: clause.id,
        words: clause.text,
        inside: clause.letters.map((letter) => ({ id: letter.id, words: letter.text, inside: [] })),
      })),
    })),
  }));
}

function chapterOf(part: Part): Chapter {
  return {
    id: part.id,
    title: part.words,
    articles: part.inside.map((article) => ({
      id: article.id,
      title: article.words,
      clauses: article.inside.map((clause) => ({
        id: clause.id,
        text: clause.words,
        letters: clause.inside.map((letter) => ({ id: letter.id, text: letter.words })),
      })),
    })),
  };
}
