/** Opens a pile of cards apart from the page: Argon2id takes a second or two, and its WebAssembly needs a policy of its own. */
import { CardPile } from "../ballots/card_pile.ts";
import { MalformedValue } from "../ballots/errors.ts";
import { WrongPassphrase } from "../crypto/errors.ts";

export interface PileQuestion {
  readonly file: Uint8Array;
  readonly words: string;
}

export type PileAnswer =
  | {
      readonly kind: "open";
      readonly election: string;
      readonly contest: string;
      readonly table: number;
      /** Card texts, 36 characters each. */
      readonly texts: readonly string[];
    }
  | { readonly kind: "words" | "file" };

async function open({ file, words }: PileQuestion): Promise<PileAnswer> {
  try {
    const pile = CardPile.parse(file);
    const cards = await pile.open(words);
    return { kind: "open", ...pile.place, texts: cards.map((each) => each.toText()) };
  } catch (fault) {
    if (fault instanceof WrongPassphrase) return { kind: "words" };
    if (fault instanceof MalformedValue) return { kind: "file" };
    throw fault;
  }
}

globalThis.addEventListener("message", ({ data }: MessageEvent<PileQuestion>) => {
  void open(data).then((answer) => globalThis.postMessage(answer));
});
