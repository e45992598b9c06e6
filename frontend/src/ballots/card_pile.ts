/**
 * The cards of a table as a file under a passphrase, for a desk that shows each card on its screen.
 *
 * The card officer's device writes it (in Python), the desk's device opens it; the server never sees it.
 * Source: docs/formats.md, "Card pile".
 */
import { sameBytes } from "../crypto/bytes.ts";
import { CryptoError } from "../crypto/errors.ts";
import {
  type Argon2Cost,
  costOf,
  fromB64,
  fromLine,
  integerOf,
  kdfOf,
  SALT_BYTES,
  textOf,
  toB64,
  toLine,
  unlock,
} from "../crypto/passphrase_box.ts";
import { Card, type CardPlace, TEXT_LENGTH } from "./cards.ts";
import { InvalidCard, MalformedValue } from "./errors.ts";

const FORMAT = "rembug-pile/1";
export const MAX_PILE_BYTES = 1 << 22;

/** A pile, closed. */
export class CardPile {
  readonly place: CardPlace;
  readonly #cost: Argon2Cost;
  readonly #salt: Uint8Array;
  readonly #box: Uint8Array;

  private constructor(place: CardPlace, cost: Argon2Cost, salt: Uint8Array, box: Uint8Array) {
    this.place = place;
    this.#cost = cost;
    this.#salt = salt;
    this.#box = box;
  }

  /**
   * Read a file; re-printed it is the same bytes.
   *
   * @throws MalformedValue malformed, or its cost is out of bounds.
   */
  static parse(data: Uint8Array): CardPile {
    try {
      const value = fromLine(data, MAX_PILE_BYTES);
      const place = {
        election: textOf(value["election"]),
        contest: textOf(value["contest"]),
        table: integerOf(value["table"]),
      };
      const salt = fromB64(textOf(value["salt"]));
      const file = new CardPile(place, costOf(value["kdf"]), salt, fromB64(textOf(value["box"])));
      if (salt.length === SALT_BYTES && sameBytes(file.#toBytes(), data)) return file;
    } catch (fault) {
      if (!(fault instanceof CryptoError)) throw fault;
    }
    throw new MalformedValue("card pile");
  }

  /**
   * Return the cards.
   *
   * @throws WrongPassphrase another passphrase, or the file was altered.
   * @throws MalformedValue what is inside are no cards of this table.
   */
  async open(passphrase: string): Promise<readonly Card[]> {
    const secret = await unlock(this.#header(), this.#box, passphrase, { salt: this.#salt, cost: this.#cost });
    const text = new TextDecoder().decode(secret);
    secret.fill(0);
    try {
      const cards = (text.match(new RegExp(`.{1,${TEXT_LENGTH}}`, "gs")) ?? []).map((each) => Card.parse(each));
      if (cards.every((each) => each.table === this.place.table)) return cards;
    } catch (fault) {
      if (!(fault instanceof InvalidCard)) throw fault;
    }
    throw new MalformedValue("card pile");
  }

  #header() {
    const { contest, election, table } = this.place;
    return { contest, election, format: FORMAT, kdf: kdfOf(this.#cost), salt: toB64(this.#salt), table };
  }

  #toBytes(): Uint8Array {
    return toLine({ box: toB64(this.#box), ...this.#header() });
  }
}
