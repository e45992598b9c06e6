/** Notes, checkpoints, cosignatures and receipts against the golden vectors and the C2SP texts. */
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, test } from "vitest";
import { joinBytes, toHex, utf8 } from "../../src/crypto/bytes.ts";
import { Checkpoint, openCheckpoint, signCheckpoint } from "../../src/crypto/checkpoint.ts";
import { cosign, verifyCosignature } from "../../src/crypto/cosignature.ts";
import { CryptoError, InvalidMerkleProof, InvalidNote } from "../../src/crypto/errors.ts";
import { leafHash, MerkleTree } from "../../src/crypto/merkle.ts";
import { COSIGNATURE, NoteKey, NoteSignature, parseNote, signNote, verifyNote } from "../../src/crypto/note.ts";
import { publicKey } from "../../src/crypto/signing.ts";
import { parseProof, TlogProof } from "../../src/crypto/tlog_proof.ts";
import { number, raw, text } from "./golden.ts";
import { AnotherOutcome, describeGolden } from "./outcomes.ts";

function same(computed: string | number, stated: unknown): void {
  if (computed !== stated) throw new AnotherOutcome();
}

describeGolden("note.json", {
  Checkpoint: (fields) => {
    const { checkpoint } = openCheckpoint(utf8(text(fields, "note")), NoteKey.parse(text(fields, "key")));
    same(checkpoint.origin, fields["origin"]);
    same(checkpoint.size, fields["size"]);
    same(toHex(checkpoint.root), fields["root"]);
  },
  SignCheckpoint: (fields) => {
    const checkpoint = new Checkpoint(text(fields, "origin"), number(fields, "size"), raw(fields, "root"));
    same(signCheckpoint(checkpoint, raw(fields, "seed")).toText(), fields["note"]);
    same(new NoteKey(text(fields, "origin"), publicKey(raw(fields, "seed"))).toText(), fields["key"]);
  },
});

const ORIGIN = "rembug.id/uji";
const SEED = Uint8Array.from({ length: 32 }, (_, index) => index);
const KEY = new NoteKey(ORIGIN, publicKey(SEED));
const WITNESS_SEED = SEED.slice().reverse();
const WITNESS = new NoteKey("saksi.example/1", publicKey(WITNESS_SEED), COSIGNATURE);

// Source: golang.org/x/mod/sumdb/note, package documentation, the key and note of its example.
const GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

// SHA-256 of what `rembug_crypto` makes of the same seeds and leaves: these two have no golden vectors.
const PYTHON_COSIGNED = "9ac2a16398aa27c620dc5a9c1630cae46bd5bfefab6d362bcd41cb72b9b36b69";
const PYTHON_RECEIPT = "4f87fe298b69aace3da2aae71cdfc17836a6ff465aa04c63fdd252ef02a1981f";

const tree = MerkleTree.over(Array.from({ length: 20 }, (_, index) => utf8(String(index))));
const signed = signCheckpoint(new Checkpoint(ORIGIN, 20, tree.root()), SEED).toText();
const signedNote = parseNote(utf8(signed));

/** Return the bytes with some bits of one changed. */
function changed(data: Uint8Array, place: number, bits: number): Uint8Array {
  const copy = data.slice();
  copy[place]! ^= bits;
  return copy;
}

describe("a note", () => {
  test("of another library verifies, and not when its text is changed", () => {
    const key = NoteKey.parse(GO_KEY);
    verifyNote(parseNote(utf8(GO_NOTE)), key);
    expect(() => verifyNote(parseNote(utf8(GO_NOTE.replace("answer", "Answer"))), key)).toThrow(InvalidNote);
    expect(() => verifyNote(parseNote(utf8(GO_NOTE)), KEY)).toThrow("not signed by rembug.id/uji");
  });

  test("holds under every line of its key, or not at all", () => {
    const line = signedNote.signatures[0]!;
    const twice = signedNote.withSignature(new NoteSignature(line.name, line.keyId, changed(line.signature, 0, 1)));
    expect(() => verifyNote(parseNote(utf8(twice.toText())), KEY)).toThrow("does not hold");
    const foreign = signedNote.withSignature(new NoteSignature(line.name, Uint8Array.of(1, 2, 3, 4), SEED));
    verifyNote(parseNote(utf8(foreign.toText())), KEY);
  });

  test.each([
    ["of no UTF-8", Uint8Array.of(0xff)],
    ["too long", utf8(`${"a".repeat(64 * 1024)}\n\n`)],
    ["without a text", utf8(signed.slice(signed.indexOf("\n\n")))],
    ["without signatures", utf8("a\n\n")],
    ["with a byte order mark in its line", utf8(signed.replace("\n\n", "\n\n\ufeff"))],
    ["with a carriage return", utf8(signed.replace("\n", "\r\n"))],
    ["with an unended line", utf8(signed.slice(0, -1))],
    ["with a hyphen for the dash", utf8(signed.replace("\u2014", "-"))],
    ["with a short signature", utf8("a\n\n\u2014 b AAAAAA==\n")],
    ["with a name and no signature", utf8("a\n\n\u2014 b\n")],
    ["with a plus in a name", utf8("a\n\n\u2014 b+c AAAAAAA=\n")],
    ["with spare bits", utf8("a\n\n\u2014 b AAAAAAB=\n")],
    ["with a space in base64", utf8("a\n\n\u2014 b AAAA AAA=\n")],
    ["with 33 signatures", utf8(`a\n\n${"\u2014 b AAAAAAA=\n".repeat(33)}`)],
  ])("%s is refused", (_, data) => {
    expect(() => parseNote(data)).toThrow(InvalidNote);
  });

  test.each([
    "a\n\n\u2014 b AAAAAAA=\n",
    "\ufeffa\n\n\u2014 b AAAAAAA=\n",
    "a\n\n\n\u2014 b AAAAAAA=\n",
  ])("%j is read and printed again", (whole) => {
    expect(parseNote(utf8(whole)).toText()).toBe(whole);
  });

  test.each(["a", "a\u0001\n", "a\ud800\n"])("is not made of %j", (words) => {
    expect(() => signNote(words, ORIGIN, SEED)).toThrow(InvalidNote);
  });
});

describe("a key of notes", () => {
  test.each([KEY, WITNESS])("is read from what is printed", (key) => {
    expect(NoteKey.parse(key.toText())).toEqual(key);
  });

  test("has the id of its type", () => {
    const data = joinBytes(utf8("saksi.example/1\n\u0004"), WITNESS.publicKey);
    expect(toHex(WITNESS.keyId)).toBe(toHex(sha256(data).slice(0, 4)));
  });

  test.each([
    "",
    "a+b",
    KEY.toText().replace("+", "x+"),
    KEY.toText().replace("uji+", "uji+0"),
    `${KEY.toText()}=`,
    `a+00000000+${"A".repeat(44)}`,
    `${"a".repeat(1024)}${KEY.toText()}`,
  ])("is not %j", (words) => {
    expect(() => NoteKey.parse(words)).toThrow(InvalidNote);
  });

  test.each(["", "a b", "a\u2003b", "a+b", "a\u001fb", "a\u0085b", "\udfff"])("has not the name %j", (name) => {
    expect(() => new NoteKey(name, KEY.publicKey)).toThrow(InvalidNote);
  });
});

describe("a checkpoint", () => {
  test("opens under the key of its log", () => {
    const { checkpoint, note } = openCheckpoint(utf8(signed), KEY);
    expect(checkpoint).toEqual(new Checkpoint(ORIGIN, 20, tree.root()));
    expect(note.toText()).toBe(signed);
  });

  test("has no byte that can be changed", () => {
    const data = utf8(signed);
    for (let place = 0; place < data.length; place++) {
      for (const bits of [1, 0x20, 0x80]) {
        expect(() => openCheckpoint(changed(data, place, bits), KEY)).toThrow(InvalidNote);
      }
    }
  });

  test.each([
    "rembug.id/uji\n+20\nAAAA\n",
    `rembug.id/uji\n020\n${"A".repeat(43)}=\n`,
    `rembug.id/uji\n\u0662\n${"A".repeat(43)}=\n`,
    `rembug.id/uji\n20\n${"A".repeat(43)}=\nextension\n`,
    `rembug.id/uji\n20\n${"A".repeat(42)}B=\n`,
    `rembug.id/uji\n20\n${"A".repeat(43)}`,
    `rembug.id/uji\n20\n${"A".repeat(42)}==\n`,
    `rembug.id/uji\n2e1\n${"A".repeat(43)}=\n`,
    `rembug.id/uji\n${2 ** 53}\n${"A".repeat(43)}=\n`,
  ])("is not the text %j", (words) => {
    expect(() => Checkpoint.parse(words)).toThrow(new InvalidNote("not a checkpoint"));
  });

  test("of another log is refused even under the same key", () => {
    const other = signCheckpoint(new Checkpoint("rembug.id/lain", 20, tree.root()), SEED);
    expect(() => openCheckpoint(utf8(other.toText()), KEY)).toThrow("another log");
  });
});

describe("a cosignature", () => {
  const note = cosign(signedNote, WITNESS.name, WITNESS_SEED, 1_790_000_000n);
  const line = note.signatures[1]!;

  test("tells its time, which it binds", () => {
    expect(verifyCosignature(parseNote(utf8(note.toText())), WITNESS)).toEqual({
      name: WITNESS.name,
      timestamp: 1_790_000_000n,
    });
    const later = new NoteSignature(line.name, line.keyId, changed(line.signature, 7, 1));
    expect(() => verifyCosignature(signedNote.withSignature(later), WITNESS)).toThrow("does not hold");
  });

  test("has the bytes that Python writes", () => {
    expect(toHex(sha256(utf8(note.toText())))).toBe(PYTHON_COSIGNED);
  });

  test.each([
    ["of no time", joinBytes(new Uint8Array(8), line.signature.slice(8))],
    ["before all time", changed(line.signature, 0, 0x80)],
    ["without its time", line.signature.slice(8)],
    ["with a byte more", joinBytes(line.signature, Uint8Array.of(0))],
  ])("%s is refused", (_, signature) => {
    const forged = signedNote.withSignature(new NoteSignature(line.name, line.keyId, signature));
    expect(() => verifyCosignature(forged, WITNESS)).toThrow("not a cosignature");
  });

  test("of another witness, or of a key of another type, is none", () => {
    expect(() => verifyCosignature(signedNote, WITNESS)).toThrow("not cosigned by saksi.example/1");
    expect(() => verifyCosignature(signedNote, KEY)).toThrow("not cosigned by rembug.id/uji");
  });

  test("is given up to the last second of 63 bits, to checkpoints only", () => {
    const last = (1n << 63n) - 1n;
    expect(verifyCosignature(cosign(signedNote, WITNESS.name, WITNESS_SEED, last), WITNESS).timestamp).toBe(last);
    for (const time of [0n, last + 1n]) {
      expect(() => cosign(signedNote, WITNESS.name, WITNESS_SEED, time)).toThrow("no such time");
    }
    const letter = signNote("a letter\n", ORIGIN, SEED);
    expect(() => cosign(letter, WITNESS.name, WITNESS_SEED, 1n)).toThrow("not a checkpoint");
  });
});

describe("a receipt", () => {
  const receipt = new TlogProof(7, tree.inclusionProof(7), signed, utf8("kode"));
  const whole = receipt.toText();
  const leaf = leafHash(utf8("7"));

  test("proves its leaf and no other", () => {
    const read = parseProof(utf8(whole));
    expect(read).toEqual(receipt);
    expect(read.verify(leaf, KEY).size).toBe(20);
    expect(() => read.verify(leafHash(utf8("8")), KEY)).toThrow(InvalidMerkleProof);
    expect(() => read.verify(leaf, WITNESS)).toThrow(InvalidNote);
  });

  test("has the bytes that Python writes", () => {
    const cosigned = cosign(signedNote, WITNESS.name, WITNESS_SEED, 1_790_000_000n).toText();
    const made = new TlogProof(7, tree.inclusionProof(7), cosigned, utf8("kode")).toText();
    expect(toHex(sha256(utf8(made)))).toBe(PYTHON_RECEIPT);
  });

  test("needs no extra", () => {
    const plain = new TlogProof(7, receipt.hashes, signed);
    expect(parseProof(utf8(plain.toText()))).toEqual(plain);
  });

  test("has no byte that can be changed but the unsigned extra", () => {
    const data = utf8(whole);
    const extraEnds = whole.indexOf("\nindex ");
    const accepted: number[] = [];
    for (let place = 0; place < data.length; place++) {
      try {
        const read = parseProof(changed(data, place, 1));
        read.verify(leaf, KEY);
        expect(toHex(read.extra!)).not.toBe(toHex(receipt.extra!));
        accepted.push(place);
      } catch (fault) {
        if (!(fault instanceof CryptoError)) throw fault;
      }
    }
    expect(accepted.length).toBeGreaterThan(0);
    expect(Math.max(...accepted)).toBeLessThan(extraEnds);
  });

  test.each([
    ["too long", "a".repeat(128 * 1024 + 1)],
    ["of another version", whole.replace("@v1", "@v2")],
    ["without a checkpoint", whole.slice(0, whole.indexOf("\n\n"))],
    ["of a header alone", "c2sp.org/tlog-proof@v1"],
    ["without an index", whole.replace("index 7\n", "")],
    ["with a zero before its index", whole.replace("index 7", "index 07")],
    ["with an endless index", whole.replace("index 7", `index ${"9".repeat(20)}`)],
    ["with a negative index", whole.replace("index 7", "index -7")],
    ["with a short hash", whole.replace("index 7", "index 7\nAAAA")],
    ["with an unended note", whole.slice(0, -1)],
  ])("%s is refused", (_, words) => {
    expect(() => parseProof(utf8(words))).toThrow(InvalidNote);
  });
});
