/** Threshold opening: any t holders open, fewer do not, and a wrong factor is caught. */
import { describe, expect, test } from "vitest";
import { toHex } from "../../src/crypto/bytes.ts";
import { Ciphertexts, encrypt } from "../../src/crypto/elgamal.ts";
import { decodeSlots } from "../../src/crypto/encoding.ts";
import { InvalidOpeningProof, MalformedEncoding } from "../../src/crypto/errors.ts";
import { Elements, GENERATOR, GENERATOR_BASE, Scalar, Scalars } from "../../src/crypto/group.ts";
import * as opening from "../../src/crypto/opening.ts";
import {
  combine,
  factorsFromBytes,
  lagrangeCoefficients,
  OpeningStatement,
  type OpeningStatementFields,
} from "../../src/crypto/opening.ts";
import { Cancelled, type Work } from "../../src/crypto/work.ts";
import { goldenTests, raw, seeded } from "./golden.ts";
import { NO_ELEMENTS, NO_SCALARS, withField, withOtherElement, withOtherScalar } from "./malformed.ts";
import * as world from "./world.ts";

const N = 3;
const W = 2;
const FIELDS = ["T_1", "U_1", "T_2", "U_2", "s_1", "s_2"].map((name, field) => [name, field] as const);

function honest(holder = 2, count = N, width = W): Uint8Array {
  const statement = world.openingStatement(holder, count, width);
  const secret = world.holders(width).secret(holder);
  return opening.prove(statement, world.factorsOf(holder, count, width), secret, seeded("opening"));
}

const statement = world.openingStatement(2, N, W);
const factors = world.factorsOf(2, N, W);
const proof = honest();
const known = world.holders(W);

function changed(change: Partial<OpeningStatementFields>): OpeningStatement {
  return new OpeningStatement({ ...statement, ...change });
}

/** Prove whatever factors there are with the secret of a holder. */
function forged(wrong: Elements, holder = 2): Uint8Array {
  return opening.prove(statement, wrong, known.secret(holder), seeded("forger"));
}

/** Return every choice of `size` of the numbers. */
function choices(numbers: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return numbers.flatMap((first, index) =>
    choices(numbers.slice(index + 1), size - 1).map((others) => [first, ...others]),
  );
}

describe("honest factors", () => {
  test("have, byte for byte, the proof of the golden vectors", () => {
    const stated = goldenTests("opening.json").find(
      ({ kind, fields }) => kind === "OpeningVerify" && fields["comment"] === "honest",
    );
    if (stated === undefined) throw new Error("no honest vector");
    expect(toHex(factors.toBytes())).toBe(toHex(raw(stated.fields, "factors")));
    expect(toHex(proof)).toBe(toHex(raw(stated.fields, "proof")));
  });

  test.each([
    [1, 2],
    [2, 6],
    [2, 34],
    [17, 2],
  ])("for %i ballots of width %i verify after a journey through bytes", (count, width) => {
    const blob = world.factorsOf(4, count, width).toBytes();
    const decoded = factorsFromBytes(blob, count, width);
    opening.verify(world.openingStatement(4, count, width), decoded, honest(4, count, width));
  });

  test("tell how far they are, and stop when cancelled", () => {
    const told: [number, number][] = [];
    const progress = (done: number, total: number) => told.push([done, total]);
    const { ciphertexts } = statement;
    const two = (j: number) => world.factorsOf(j, N, W);
    const works: ((work: Work) => unknown)[] = [
      (work) => opening.computeFactors(ciphertexts, known.secret(2), work),
      (work) => opening.prove(statement, factors, known.secret(2), seeded("opening"), work),
      (work) => opening.verify(statement, factors, proof, work),
      (work) => combine(ciphertexts, new Map([1, 2, 3].map((j) => [j, two(j)])), 3, work),
      (work) => combine(ciphertexts, new Map([2, 4, 5].map((j) => [j, two(j)])), 3, work),
    ];
    for (const each of works) {
      told.length = 0;
      each({ progress });
      const [done, total] = told.at(-1)!;
      expect(done).toBe(total);
      expect(told.at(-2)?.[0] ?? 0).toBeLessThan(total);
      expect(() => each({ cancelled: () => true })).toThrow(Cancelled);
    }
  });
});

describe("opening", () => {
  test.each(
    choices([1, 2, 3, 4, 5], 3).map((chosen) => [chosen] as const),
  )("by holders %j gives the names", (chosen) => {
    const { ciphertexts } = world.sealed(5, 6);
    const messages = combine(ciphertexts, new Map(chosen.map((j) => [j, world.factorsOf(j, 5, 6)])), 3);
    expect(decodeSlots(messages)).toEqual(world.slots(5, 6));
  });

  test.each([[[15, 2]], [[1, 2, 3, 4]], [[4, 9, 15, 7, 11]]])("works with holders %j of fifteen", (chosen) => {
    const threshold = chosen.length;
    const others = world.holders(2, 15, threshold);
    const message = GENERATOR_BASE.times(Scalars.fromInts([5, 6]));
    const sealed = encrypt(message, others.key, Scalars.fromInts([1234]));
    const given = new Map(chosen.map((j) => [j, opening.computeFactors(sealed, others.secret(j))]));
    expect(combine(sealed, given, threshold).equals(message)).toBe(true);
  });

  test("goes on past the factors that are added up at once", () => {
    const count = 150;
    const messages = GENERATOR_BASE.times(Scalars.fromInts(Array.from({ length: count * W }, (_, i) => i + 1)));
    const sealed = encrypt(messages, known.key, Scalars.random(count, seeded("many")));
    const given = new Map([2, 4, 5].map((j) => [j, opening.computeFactors(sealed, known.secret(j))]));
    expect(combine(sealed, given, 3).equals(messages)).toBe(true);
  });

  test("by fewer holders than the threshold gives nothing", () => {
    const { ciphertexts } = world.sealed(N, W);
    const all = new Map([1, 2, 3, 4].map((j) => [j, world.factorsOf(j, N, W)]));
    const of = (chosen: readonly number[]) => new Map(chosen.map((j) => [j, all.get(j)!]));
    const right = combine(ciphertexts, of([1, 2, 3]), 3);
    for (const few of [[1], [1, 2], [3, 1]]) {
      expect(() => combine(ciphertexts, of(few), 3)).toThrow(/threshold/);
      const wrong = combine(ciphertexts, of(few), few.length);
      expect(Array.from(right).some((each, index) => each.equals(wrong.at(index)))).toBe(false);
    }
    expect(() => combine(ciphertexts, all, 3)).toThrow(InvalidOpeningProof);
  });

  test("may give the identity", () => {
    const nothing = Elements.fromBytes(new Uint8Array(64), { allowIdentity: true });
    const sealed = encrypt(nothing, known.key, Scalars.fromInts([99]));
    const given = new Map([1, 3, 5].map((j) => [j, opening.computeFactors(sealed, known.secret(j))]));
    const messages = combine(sealed, given, 3);
    expect(messages.toBytes()).toEqual(new Uint8Array(64));
    expect(decodeSlots(messages)).toEqual([null]);
  });
});

describe("coefficients", () => {
  test.each([[[1, 2, 2]], [[0, 1, 2]], [[-1, 1]], [[1.5, 2]], [[]]])("are not there for holders %j", (holders) => {
    expect(() => lagrangeCoefficients(holders)).toThrow(InvalidOpeningProof);
    expect(() => lagrangeCoefficients(holders)).toThrow(/distinct/);
  });

  test("recombine a polynomial", () => {
    // f(z) = 7 + 3z + z^2
    const numbers = [2, 5, 9];
    const shares = Scalars.fromInts(numbers.map((z) => 7 + 3 * z + z * z));
    expect(lagrangeCoefficients(numbers).dot(shares).equals(Scalar.fromInt(7))).toBe(true);
  });
});

describe("a wrong factor", () => {
  test("among many is caught", () => {
    for (let index = 0; index < N * W; index++) {
      const wrong = Elements.of(Array.from(factors, (each, at) => (at === index ? each.add(GENERATOR) : each)));
      expect(() => opening.verify(statement, wrong, proof)).toThrow(InvalidOpeningProof);
      expect(() => opening.verify(statement, wrong, forged(wrong))).toThrow(/s_\d\*A/);
    }
  });

  test("is caught with another that makes up for it", () => {
    const wrong = Elements.of(
      Array.from(factors, (each, at) => (at === 0 ? each.add(GENERATOR) : at === W ? each.sub(GENERATOR) : each)),
    );
    expect(() => opening.verify(statement, wrong, forged(wrong))).toThrow(InvalidOpeningProof);
  });

  test("under another holder's key is caught", () => {
    const other = world.factorsOf(3, N, W);
    expect(() => opening.verify(statement, other, forged(other, 3))).toThrow(/s_1\*G/);
    expect(() => opening.verify(world.openingStatement(3, N, W), factors, proof)).toThrow(InvalidOpeningProof);
  });
});

describe("a proof", () => {
  const rows = statement.ciphertexts;
  const keys = statement.verificationKeys;
  const places: [string, Partial<OpeningStatementFields>][] = [
    ["election", { election: "kelurahan-lain" }],
    ["contest", { contest: "rehearsal" }],
    ["holder", { holder: 3 }],
    ["order of keys", { verificationKeys: Elements.of([keys.at(1), keys.at(0)]) }],
    [
      "order of ciphertexts",
      { ciphertexts: new Ciphertexts(Elements.concat([rows.rows(1, N).elements, rows.rows(0, 1).elements]), W) },
    ],
  ];

  test.each(places)("does not hold for another %s", (_, change) => {
    expect(() => opening.verify(changed(change), factors, proof)).toThrow(InvalidOpeningProof);
    opening.verify(statement, factors, proof);
  });

  test.each(FIELDS)("is refused with another value in %s", (_, field) => {
    const other = field < 2 * W ? withOtherElement(proof, field) : withOtherScalar(proof, field);
    expect(() => opening.verify(statement, factors, other)).toThrow(InvalidOpeningProof);
  });

  test.each(FIELDS)("takes in %s nothing that is no element or scalar", (_, field) => {
    for (const value of Object.values(field < 2 * W ? NO_ELEMENTS : NO_SCALARS)) {
      expect(() => opening.verify(statement, factors, withField(proof, field, value))).toThrow(MalformedEncoding);
    }
  });
});

test("no factor takes what is no element", () => {
  const blob = factors.toBytes();
  for (const value of Object.values(NO_ELEMENTS)) {
    for (let field = 0; field < N * W; field++) {
      expect(() => factorsFromBytes(withField(blob, field, value), N, W)).toThrow(MalformedEncoding);
    }
  }
});

test("wrong lengths are refused", () => {
  const longer = (data: Uint8Array) => Uint8Array.from([...data, ...data.subarray(0, 32)]);
  const wrongs = (data: Uint8Array) => [new Uint8Array(0), data.slice(0, -32), longer(data), data.slice(0, -1)];
  for (const wrong of wrongs(factors.toBytes())) {
    expect(() => factorsFromBytes(wrong, N, W)).toThrow(MalformedEncoding);
  }
  for (const wrong of wrongs(proof)) {
    expect(() => opening.verify(statement, factors, wrong)).toThrow(MalformedEncoding);
  }
  const fewer = factors.slice(0, N * W - 1);
  expect(() => opening.verify(statement, fewer, proof)).toThrow(MalformedEncoding);
  expect(() => changed({ verificationKeys: statement.verificationKeys.slice(0, 1) })).toThrow(/width/);
  expect(() => changed({ ciphertexts: statement.ciphertexts.rows(0, 0) })).toThrow(/empty/);
  const given = new Map([1, 2, 3].map((j) => [j, j === 2 ? fewer : factors]));
  expect(() => combine(statement.ciphertexts, given, 3)).toThrow(/factors/);
  expect(() => opening.computeFactors(statement.ciphertexts, world.holders(6).secret(2))).toThrow(RangeError);
});
