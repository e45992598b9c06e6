/** The key ceremony: honest runs give one key, and every dishonest holder is named. */
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { describe, expect, test } from "vitest";
import { Box, boxKey } from "../../src/crypto/box.ts";
import { joinBytes, toHex, utf8 } from "../../src/crypto/bytes.ts";
import {
  CeremonyContext,
  type CeremonyContextFields,
  Commitments,
  ceremonyHash,
  checkRevealed,
  commit,
  jointKey,
  openCommitments,
  Polynomials,
} from "../../src/crypto/ceremony.ts";
import { checkShare, openShare, ShareRoute, sealShare } from "../../src/crypto/ceremony_shares.ts";
import { Domain, frames, u32be } from "../../src/crypto/domains.ts";
import { CeremonyFault, MalformedEncoding } from "../../src/crypto/errors.ts";
import { Elements, GENERATOR_BASE, msm, Scalar, Scalars } from "../../src/crypto/group.ts";
import { lagrangeCoefficients } from "../../src/crypto/opening.ts";
import { Cancelled, type Work } from "../../src/crypto/work.ts";
import { goldenTests, raw, seeded } from "./golden.ts";
import { NO_ELEMENTS, NO_SCALARS, withField, withOtherElement, withOtherScalar } from "./malformed.ts";
import * as world from "./world.ts";

const W = 2;
const T = 3;
const ELEMENT_FIELDS = W * T;
const known = world.holders(W);
const { context } = known;

function changed(change: Partial<CeremonyContextFields>): CeremonyContext {
  return new CeremonyContext({ ...context, ...change });
}

function boxSecret(holder: number): Uint8Array {
  return sha256(utf8(`box ${holder}`));
}

function sealedShare(sender: number, receiver: number): Uint8Array {
  return sealShare(
    new ShareRoute(context, sender, receiver),
    known.polynomials[sender - 1]!,
    boxSecret(sender),
    boxKey(boxSecret(receiver)),
    seeded(`nonce ${sender} ${receiver}`),
  );
}

function unseal(sealed: Uint8Array, sender: number, receiver: number, run: CeremonyContext = context): Scalars {
  const route = new ShareRoute(run, sender, receiver);
  return openShare(route, sealed, boxSecret(receiver), boxKey(boxSecret(sender)), known.commitments[sender - 1]!);
}

/** Expect a fault of one holder, whose reason has some words. */
function expectFault(holder: number, words: RegExp, run: () => unknown): void {
  let fault: unknown;
  try {
    run();
  } catch (thrown) {
    fault = thrown;
  }
  if (!(fault instanceof CeremonyFault)) throw new Error("no fault of a holder", { cause: fault });
  expect(fault.holder).toBe(holder);
  expect(fault.reason).toMatch(words);
}

describe("an honest ceremony", () => {
  test("is, byte for byte, the one of the golden vectors", () => {
    const stated = goldenTests("ceremony.json").find(({ kind }) => kind === "JointKey")!.fields;
    expect(known.blobs.map(toHex)).toEqual(stated["blobs"]);
    expect(toHex(known.key.toBytes())).toBe(toHex(raw(stated, "key")));
  });

  test.each([
    [3, 2],
    [5, 3],
    [2, 2],
    [8, 8],
  ])("of %i holders gives %i of them the joint key, and fewer not", (count, threshold) => {
    const run = world.holders(2, count, threshold);
    const chosen = Array.from({ length: threshold }, (_, index) => count - index);
    for (const some of [chosen, chosen.slice(1)]) {
      const weights = lagrangeCoefficients(some);
      Array.from(run.key.elements).forEach((joint, k) => {
        const secret = weights.dot(Scalars.of(some.map((j) => run.secret(j).at(k))));
        expect(GENERATOR_BASE.timesOne(secret).equals(joint)).toBe(some === chosen);
      });
    }
  });

  test("has verification keys that are the public halves of the secret keys", () => {
    for (let holder = 1; holder <= 5; holder++) {
      expect(GENERATOR_BASE.times(known.secret(holder)).equals(known.verification(holder))).toBe(true);
    }
  });

  test("tells how far it is, and stops when cancelled", () => {
    const told: [number, number][] = [];
    const progress = (done: number, total: number) => told.push([done, total]);
    const works: ((work: Work) => unknown)[] = [
      (work) => commit(context, 1, known.polynomials[0]!, seeded("work"), work),
      (work) => openCommitments(context, 1, known.blobs[0]!, work),
    ];
    for (const each of works) {
      told.length = 0;
      each({ progress });
      const [done, total] = told.at(-1)!;
      expect(done).toBe(total);
      expect(told.at(-2)![0]).toBeLessThan(total);
      expect(() => each({ cancelled: () => true })).toThrow(Cancelled);
    }
  });
});

describe("a sealed share", () => {
  const sealed = sealedShare(1, 2);

  test("arrives, and is on the committed polynomials", () => {
    for (let sender = 1; sender <= 5; sender++) {
      for (let receiver = 1; receiver <= 5; receiver++) {
        const share = unseal(sealedShare(sender, receiver), sender, receiver);
        expect(share.equals(known.polynomials[sender - 1]!.shareFor(receiver))).toBe(true);
      }
    }
  });

  test("has the bytes that Python's library makes", () => {
    const { fields } = goldenTests("ceremony.json").find(({ kind }) => kind === "SealedShare")!;
    const stated = raw(fields, "sealed");
    // The vectors hold the receiver's secret and the sender's key; the box is the same in both directions.
    const made = sealShare(
      new ShareRoute(context, 1, 2),
      known.polynomials[0]!,
      raw(fields, "receiver_box_secret"),
      raw(fields, "sender_box_key"),
      () => stated.slice(0, 24),
    );
    expect(toHex(made)).toBe(toHex(stated));
  });

  test("has the layout of the specification", () => {
    expect(toHex(sealed.subarray(0, 24))).toBe(toHex(seeded("nonce 1 2")(24)));
    expect(sealed.length).toBe(24 + 16 + 32 + 32 * W);
    const place = ["ceremony", u32be(1), "from", u32be(1), "to", u32be(2)];
    const written = frames("domain", Domain.SHARE, "election", world.ELECTION, ...place);
    expect(toHex(new ShareRoute(context, 1, 2).tag())).toBe(toHex(sha512(written).slice(0, 32)));
  });

  test("that was changed or cut names its sender", () => {
    const flipped = sealed.slice();
    flipped[flipped.length - 1]! ^= 1;
    for (const wrong of [new Uint8Array(0), sealed.slice(0, 10), sealed.slice(0, 39), sealed.slice(0, -1), flipped]) {
      expectFault(1, /unsealed/, () => unseal(wrong, 1, 2));
    }
  });

  test("of another place names its sender", () => {
    for (const run of [changed({ ceremony: 2 }), changed({ election: "kelurahan-lain" })]) {
      expectFault(1, /another place/, () => unseal(sealed, 1, 2, run));
    }
    // Holder 1 reflects the share that holder 2 made for it.
    expectFault(1, /another place/, () => unseal(sealedShare(2, 1), 1, 2));
  });

  /** Seal any bytes as a share of holder 1 for holder 2. */
  function lying(payload: Uint8Array): Uint8Array {
    const nonce = new Uint8Array(24);
    const box = new Box(boxSecret(1), boxKey(boxSecret(2)));
    return joinBytes(nonce, box.seal(joinBytes(new ShareRoute(context, 1, 2).tag(), payload), nonce));
  }

  test("with a wrong share names its sender", () => {
    const right = known.polynomials[0]!.shareFor(2);
    const wrong = Scalars.of([right.at(0), right.at(1).add(Scalar.fromInt(1))]);
    for (const each of [wrong, known.polynomials[0]!.shareFor(3)]) {
      expectFault(1, /committed polynomials/, () => unseal(lying(each.toBytes()), 1, 2));
    }
    expectFault(1, /number of keys/, () => checkShare(1, 2, right.slice(0, 1), known.commitments[0]!));
  });

  test("with a share of another length, or no scalar, names its sender", () => {
    const right = known.polynomials[0]!.shareFor(2).toBytes();
    const longer = joinBytes(right, right.slice(0, 32));
    for (const wrong of [new Uint8Array(0), right.slice(0, -1), right.slice(0, -32), longer]) {
      expectFault(1, /length/, () => unseal(lying(wrong), 1, 2));
    }
    for (const value of Object.values(NO_SCALARS)) {
      expectFault(1, /no scalar/, () => unseal(lying(withField(right, 1, value)), 1, 2));
    }
  });

  test("under a box key of small order, or of another length, names its holder", () => {
    const one = new Uint8Array(32);
    one[0] = 1;
    const route = new ShareRoute(context, 1, 2);
    for (const low of [new Uint8Array(32), one, new Uint8Array(31).fill(9)]) {
      expectFault(2, /box key/, () => sealShare(route, known.polynomials[0]!, boxSecret(1), low, seeded("nonce")));
      expectFault(1, /box key/, () => openShare(route, sealed, boxSecret(2), low, known.commitments[0]!));
    }
  });
});

describe("commitments", () => {
  const blob = known.blobs[0]!;

  test("with a rogue key cannot be proved", () => {
    // Holder 5 waits for the others and wants the joint key to be one it knows.
    const others = jointKey(known.commitments.slice(0, 4)).elements;
    const rogue = GENERATOR_BASE.times(Scalars.fromInts([11, 12])).sub(others);
    let plain = known.blobs[4]!;
    Array.from(rogue).forEach((each, k) => {
      plain = withField(plain, k * T, each.toBytes());
    });
    // The best proof that one makes without the secret: s chosen first, c guessed as 1.
    let forged = plain;
    Array.from(rogue).forEach((each, k) => {
      const s = Scalar.fromInt(1000 + k);
      forged = withField(forged, ELEMENT_FIELDS + 2 * k, GENERATOR_BASE.timesOne(s).sub(each).toBytes());
      forged = withField(forged, ELEMENT_FIELDS + 2 * k + 1, s.toBytes());
    });
    for (const attempt of [plain, forged]) {
      expectFault(5, /do not hold/, () => openCommitments(context, 5, attempt));
    }
  });

  test("that are copied name the copier", () => {
    expectFault(2, /do not hold/, () => openCommitments(context, 2, blob));
  });

  test("that are not the ones committed to name their holder", () => {
    const committed = sha256(known.blobs[2]!);
    checkRevealed(3, known.blobs[2]!, committed);
    expectFault(3, /committed/, () => checkRevealed(3, known.blobs[3]!, committed));
  });

  test.each([
    [{ election: "kelurahan-lain" }],
    [{ ceremony: 2 }],
    [{ holders: 6 }],
  ])("do not hold with %j", (change) => {
    expectFault(1, /do not hold/, () => openCommitments(changed(change), 1, blob));
  });

  test.each(
    Array.from({ length: ELEMENT_FIELDS + 2 * W }, (_, field) => field),
  )("take in field %i neither another nor a malformed value", (field) => {
    const isScalar = field >= ELEMENT_FIELDS && (field - ELEMENT_FIELDS) % 2 === 1;
    const malformed = Object.values(isScalar ? NO_SCALARS : NO_ELEMENTS).map((value) => withField(blob, field, value));
    const other = isScalar ? withOtherScalar(blob, field) : withOtherElement(blob, field);
    for (const wrong of [other, ...malformed]) {
      expectFault(1, /do not hold/, () => openCommitments(context, 1, wrong));
    }
  });

  test("of another length are refused", () => {
    const longer = joinBytes(blob, blob.slice(0, 64));
    for (const wrong of [new Uint8Array(0), blob.slice(0, -1), blob.slice(0, -64), longer, blob.slice(32)]) {
      expectFault(1, /bytes/, () => openCommitments(context, 1, wrong));
    }
    // 2 keys of threshold 3 and 2 keys of threshold 2 differ in length.
    expectFault(1, /bytes/, () => openCommitments(changed({ threshold: 2 }), 1, blob));
  });
});

describe("refused are", () => {
  test.each([0, 6, -1, 1.5])("holder %d of five", (holder) => {
    expect(() => commit(context, holder, known.polynomials[0]!, seeded("x"))).toThrow(MalformedEncoding);
    expect(() => openCommitments(context, holder, known.blobs[0]!)).toThrow(MalformedEncoding);
    expect(() => new ShareRoute(context, 1, holder)).toThrow(MalformedEncoding);
    expect(() => new ShareRoute(context, holder, 1)).toThrow(MalformedEncoding);
  });

  test.each([{ threshold: 0 }, { threshold: 1 }, { threshold: 6 }, { threshold: 2.5 }, { keys: 0 }])("%j", (change) => {
    expect(() => changed(change)).toThrow(MalformedEncoding);
  });

  test("a joint key that is the identity", () => {
    const first = known.commitments[0]!;
    const opposite = new Commitments(first.elements.neg(), first.threshold);
    expect(() => jointKey([first, opposite])).toThrow(MalformedEncoding);
    expect(() => jointKey([first, opposite])).toThrow(/identity/);
  });
});

test("the ceremony hash is over the events in their order", () => {
  const one = utf8('{"a":1}');
  const other = utf8('{"b":2}');
  const written = frames("domain", Domain.CEREMONY_TRANSCRIPT, "event", one, "event", other);
  expect(toHex(ceremonyHash([one, other]))).toBe(toHex(sha512(written)));
  expect(toHex(ceremonyHash([other, one]))).not.toBe(toHex(sha512(written)));
  expect(toHex(ceremonyHash([joinBytes(one, other)]))).not.toBe(toHex(sha512(written)));
});

describe("polynomials", () => {
  const own = known.polynomials[0]!;

  test("survive the key file and do not show", () => {
    expect(Polynomials.fromBytes(own.toBytes(), context).shareFor(4).equals(own.shareFor(4))).toBe(true);
    expect(String(own)).toBe("<Polynomials, threshold 3>");
    expect(JSON.stringify([own])).toBe('["<Polynomials, threshold 3>"]');
    expect(() => Polynomials.fromBytes(own.toBytes().slice(0, -32), context)).toThrow(MalformedEncoding);
  });

  test("have shares that are their values", () => {
    const polynomials = new Polynomials(Scalars.fromInts([7, 3, 1, 5, 0, 2]), 3);
    expect(polynomials.shareFor(4).equals(Scalars.fromInts([7 + 12 + 16, 5 + 32]))).toBe(true);
    const elements = GENERATOR_BASE.times(polynomials.coefficients);
    const expected = [0, 3].map((start) => msm(Scalars.fromInts([1, 4, 16]), elements.slice(start, start + 3)));
    expect(new Commitments(elements, 3).shareKey(4).equals(Elements.of(expected))).toBe(true);
  });
});

test("a box does not show its key", () => {
  const box = new Box(boxSecret(1), boxKey(boxSecret(2)));
  expect(JSON.stringify([String(box), box])).toBe('["<Box>","<Box>"]');
});
