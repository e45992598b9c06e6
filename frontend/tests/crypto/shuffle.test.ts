/** Mixing and its proof: honest mixes hold, dishonest ones are caught, and the equation is named. */
import { describe, expect, test } from "vitest";
import { toHex, utf8 } from "../../src/crypto/bytes.ts";
import { Ciphertexts, encrypt, PublicKey, reencrypt } from "../../src/crypto/elgamal.ts";
import { encodeSlots } from "../../src/crypto/encoding.ts";
import { InvalidShuffleProof, MalformedEncoding } from "../../src/crypto/errors.ts";
import { generators } from "../../src/crypto/generators.ts";
import { Elements, GENERATOR, Scalar, Scalars } from "../../src/crypto/group.ts";
import { combine, computeFactors } from "../../src/crypto/opening.ts";
import type { RandomSource } from "../../src/crypto/randomness.ts";
import { randomOrder, ShuffleSecret, shuffle } from "../../src/crypto/shuffle.ts";
import * as shuffleProof from "../../src/crypto/shuffle_proof.ts";
import { ShuffleProof, ShuffleStatement, type ShuffleStatementFields } from "../../src/crypto/shuffle_proof.ts";
import { Cancelled, type Work } from "../../src/crypto/work.ts";
import { goldenTests, raw, seeded } from "./golden.ts";
import { fieldOf, NO_ELEMENTS, NO_SCALARS, withField, withOtherElement, withOtherScalar } from "./malformed.ts";
import * as world from "./world.ts";

const N = 4;
const W = 2;
const ELEMENT_FIELDS = 3 * N + 4 + W;

function numbered(name: string): string[] {
  return Array.from({ length: N }, (_, index) => `${name}_${index + 1}`);
}

// The 32-byte fields of a proof, in their order.
const FIELD_NAMES = [
  ...numbered("c"),
  ...numbered("ch"),
  ...["t1", "t2", "t3", "t4[0]", "t4[1]", "t4[2]"],
  ...numbered("th"),
  ...["s1", "s2", "s3", "s4"],
  ...numbered("sh"),
  ...numbered("s'"),
];
const FIELDS = FIELD_NAMES.map((name, field) => [name, field] as const);

function honest(count = N, width = W): { statement: ShuffleStatement; blob: Uint8Array } {
  const { statement, secret, random } = world.mixed(count, width);
  return { statement, blob: shuffleProof.prove(statement, secret, random).toBytes() };
}

const { statement, blob } = honest();

function changed(change: Partial<ShuffleStatementFields>, from: ShuffleStatement = statement): ShuffleStatement {
  return new ShuffleStatement({ ...from, ...change });
}

function check(what: ShuffleStatement, proof: Uint8Array, work: Work = {}): void {
  shuffleProof.verify(what, ShuffleProof.fromBytes(proof, what.count, what.width), seeded("weights"), work);
}

function joined(...rows: Ciphertexts[]): Ciphertexts {
  return new Ciphertexts(Elements.concat(rows.map((row) => row.elements)), W);
}

function freshBallot(): Ciphertexts {
  const slot = new Uint8Array(60);
  slot.set(utf8("Orang Lain"));
  return encrypt(encodeSlots([slot]), statement.key, Scalars.fromInts([424242]));
}

describe("an honest mix", () => {
  test("has the field names that cover the whole blob", () => {
    expect(FIELD_NAMES.length).toBe(5 * N + 8 + W);
    expect(blob.length).toBe(32 * FIELD_NAMES.length);
  });

  test("is, with its proof, byte for byte the one of the golden vectors", () => {
    for (const [comment, count] of [["honest", 3] as const, ["a list of one", 1] as const]) {
      const stated = goldenTests("shuffle.json").find(
        ({ kind, fields }) => kind === "MixVerify" && fields["comment"] === comment,
      );
      if (stated === undefined) throw new Error(`no vector ${comment}`);
      const made = honest(count);
      expect(toHex(made.statement.inputs.toBytes())).toBe(toHex(raw(stated.fields, "inputs")));
      expect(toHex(made.statement.outputs.toBytes())).toBe(toHex(raw(stated.fields, "outputs")));
      expect(toHex(made.blob)).toBe(toHex(raw(stated.fields, "proof")));
    }
  });

  test.each([
    [1, 2],
    [2, 6],
    [2, 34],
    [17, 2],
    [60, 2],
  ])("of %i ballots of width %i verifies after a journey through bytes", (count, width) => {
    const made = honest(count, width);
    const outputs = Ciphertexts.fromBytes(made.statement.outputs.toBytes(), width);
    check(changed({ outputs }, made.statement), made.blob);
  });

  test("changes every row and keeps the ballots", () => {
    const { inputs, outputs } = world.mixed(17, 2).statement;
    const rows = (list: Ciphertexts) => Array.from({ length: 17 }, (_, i) => toHex(list.rows(i, i + 1).toBytes()));
    const before = new Set(rows(inputs));
    expect(rows(outputs).some((row) => before.has(row))).toBe(false);
    const opened = [inputs, outputs].map((list) => {
      const factors = new Map([1, 3, 4].map((j) => [j, computeFactors(list, world.holders(2).secret(j))]));
      const messages = combine(list, factors, 3).toBytes();
      return Array.from({ length: 17 }, (_, i) => toHex(messages.subarray(64 * i, 64 * i + 64)));
    });
    expect(opened[1]).not.toEqual(opened[0]);
    expect([...opened[1]!].sort()).toEqual([...opened[0]!].sort());
  });

  test("may follow another", () => {
    const random = seeded("second");
    const { outputs, secret } = shuffle(statement.outputs, statement.key, random);
    const second = changed({ mixer: 3, step: 2, inputs: statement.outputs, outputs });
    const proof = shuffleProof.prove(second, secret, random).toBytes();
    check(second, proof);
    expect(() => check(changed({ inputs: statement.inputs }, second), proof)).toThrow(InvalidShuffleProof);
  });

  test("tells how far it is, to the end and not beyond, and stops when it is cancelled", () => {
    const { inputs, key } = statement;
    const told: [number, number][] = [];
    const progress = (done: number, total: number) => told.push([done, total]);
    const works: ((work: Work) => unknown)[] = [
      (work) => shuffle(inputs, key, seeded("told"), work),
      (work) => {
        const mix = world.mixed(N, W);
        shuffleProof.prove(mix.statement, mix.secret, mix.random, work);
      },
      (work) => check(statement, blob, work),
    ];
    for (const each of works) {
      told.length = 0;
      each({ progress });
      const [done, total] = told.at(-1)!;
      expect(done).toBe(total);
      // The end comes with the last piece only: the announced total leaves nothing out.
      expect(told.at(-2)![0]).toBeLessThan(total);
      expect(() => each({ cancelled: () => true })).toThrow(Cancelled);
    }
  });
});

describe("an order", () => {
  test("is a permutation, and every one occurs", () => {
    const random = seeded("orders");
    const seen = new Map<string, number>();
    for (let i = 0; i < 600; i++) {
      const order = randomOrder(3, random).join("");
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual(["012", "021", "102", "120", "201", "210"]);
    expect(Math.min(...seen.values())).toBeGreaterThan(60);
  });

  test("draws words that would favour some order again", () => {
    const asked: number[] = [];
    const source: RandomSource = (count) => {
      asked.push(count);
      return new Uint8Array(count).fill(asked.length === 1 ? 255 : 0);
    };
    // 2^64 - 1 is no choice among three, but one among two.
    expect(randomOrder(3, source)).toEqual([2, 1, 0]);
    expect(asked).toEqual([24, 8]);
  });
});

describe("generators", () => {
  test("are the same however many are asked for, and in whichever order", () => {
    const long = generators("urutan", 200).toBytes();
    expect(generators("urutan", 3).toBytes()).toEqual(long.slice(0, 32 * 4));
    generators("lain", 1);
    generators("lain lagi", 1);
    expect(generators("urutan", 3).toBytes()).toEqual(long.slice(0, 32 * 4));
    expect(generators("urutan", 200).toBytes()).toEqual(long);
  });

  test("tick once each, known or not", () => {
    for (let time = 0; time < 2; time++) {
      let ticks = 0;
      generators("detak", 70, (elements) => {
        ticks += elements;
      });
      expect(ticks).toBe(71);
    }
  });
});

describe("a proof", () => {
  const first = statement.key.elements.at(0);
  const second = statement.key.elements.at(1);
  const { inputs } = statement;
  const places: [string, Partial<ShuffleStatementFields>][] = [
    ["election", { election: "kelurahan-lain" }],
    ["contest", { contest: "rw" }],
    ["mixer", { mixer: 3 }],
    ["step", { step: 2 }],
    ["order of keys", { key: new PublicKey(Elements.of([second, first])) }],
    ["key", { key: new PublicKey(Elements.of([first, first.add(GENERATOR)])) }],
    ["order of inputs", { inputs: joined(inputs.rows(1, 2), inputs.rows(0, 1), inputs.rows(2, N)) }],
  ];

  test.each(places)("does not hold for another %s", (_, change) => {
    expect(() => check(changed(change), blob)).toThrow(InvalidShuffleProof);
  });

  test.each(FIELDS)("is refused with another value in %s", (_, field) => {
    const other = field < ELEMENT_FIELDS ? withOtherElement(blob, field) : withOtherScalar(blob, field);
    expect(() => check(statement, other)).toThrow(InvalidShuffleProof);
    expect(() => check(statement, other)).toThrow(/equation/);
  });

  test.each([
    ["s1", "1"],
    ["s2", "2"],
    ["s3", "3"],
    ["s4", "4"],
    ["sh_1", "5"],
    [`sh_${N}`, "5"],
  ])("that fails by %s alone is refused with equation (%s)", (name, equation) => {
    const other = withField(blob, FIELD_NAMES.indexOf(name), Scalar.fromInt(5).toBytes());
    expect(() => check(statement, other)).toThrow(`equation (${equation})`);
    if (equation === "5") expect(() => check(statement, other)).toThrow(`at j = ${name.slice(3)}`);
  });

  // Responses are in no transcript: without weights of their own, equations would make up for each other.
  test.each([
    ["s1", "s2", "1"],
    ["s1", "s3", "1"],
    ["s2", "s3", "2"],
    ["s1", "sh_1", "1"],
    ["s3", "sh_2", "3"],
    ["sh_1", "sh_2", "5"],
    ["sh_2", `sh_${N}`, "5"],
  ])("whose faults in %s and %s cancel out is refused with equation (%s)", (one, other, equation) => {
    const field = FIELD_NAMES.indexOf(other);
    const less = Scalar.fromBytes(fieldOf(blob, field)).sub(Scalar.fromInt(1)).toBytes();
    const forged = withField(withOtherScalar(blob, FIELD_NAMES.indexOf(one)), field, less);
    expect(() => check(statement, forged)).toThrow(`equation (${equation})`);
  });

  test.each(FIELDS)("takes in %s nothing that is no element or scalar", (_, field) => {
    for (const value of Object.values(field < ELEMENT_FIELDS ? NO_ELEMENTS : NO_SCALARS)) {
      expect(() => ShuffleProof.fromBytes(withField(blob, field, value), N, W)).toThrow(MalformedEncoding);
    }
  });

  test.each([0, N, 2 * N, 2 * N + 3, 2 * N + 4 + W, ELEMENT_FIELDS])("without field %i has a wrong length", (field) => {
    const cut = new Uint8Array(blob.length - 32);
    cut.set(blob.subarray(0, 32 * field));
    cut.set(blob.subarray(32 * field + 32), 32 * field);
    const longer = new Uint8Array(blob.length + 32);
    longer.set(blob);
    for (const wrong of [cut, longer, blob.subarray(0, -1), new Uint8Array(0)]) {
      expect(() => ShuffleProof.fromBytes(wrong, N, W)).toThrow(/bytes/);
    }
  });
});

describe("a dishonest mixer", () => {
  const { outputs, key } = statement;
  const again = reencrypt(outputs.rows(0, 1), [0], key, Scalars.fromInts([77]));
  /** Change one element of the first row. */
  function tagged(component: number): Ciphertexts {
    const elements = Array.from(outputs.elements, (each, at) => (at === component ? each.add(GENERATOR) : each));
    return new Ciphertexts(Elements.of(elements), W);
  }

  test.each([
    ["replaces a ballot", joined(freshBallot(), outputs.rows(1, N))],
    ["duplicates one in place of another", joined(outputs.rows(0, 1), again, outputs.rows(2, N))],
    ["copies one in place of another", joined(outputs.rows(0, 1), outputs.rows(0, 1), outputs.rows(2, N))],
    ["tags component 0", tagged(0)],
    ["tags component 1", tagged(1)],
    ["tags component 2", tagged(2)],
    ["swaps two afterwards", joined(outputs.rows(1, 2), outputs.rows(0, 1), outputs.rows(2, N))],
  ])("who %s cannot prove it", (_, forgedOutputs) => {
    const { secret, random } = world.mixed(N, W);
    const lying = changed({ outputs: forgedOutputs });
    const forged = shuffleProof.prove(lying, secret, random).toBytes();
    expect(() => check(lying, forged)).toThrow("equation (4)");
    expect(() => check(lying, blob)).toThrow(InvalidShuffleProof);
  });

  test.each([0, 1, 2])("who tags component %i alone is refused for it", (component) => {
    const { secret, random } = world.mixed(N, W);
    const lying = changed({ outputs: tagged(component) });
    const forged = shuffleProof.prove(lying, secret, random).toBytes();
    expect(() => check(lying, forged)).toThrow(
      `equation (4): the outputs are not a mix of the inputs in component ${component}`,
    );
  });

  test("who drops or adds a ballot has no statement", () => {
    const longer = joined(outputs, freshBallot());
    for (const wrong of [outputs.rows(0, N - 1), longer]) {
      expect(() => changed({ outputs: wrong })).toThrow(MalformedEncoding);
      expect(() => changed({ outputs: wrong })).toThrow(/outputs/);
    }
    const empty = outputs.rows(0, 0);
    expect(() => changed({ inputs: empty, outputs: empty })).toThrow(/empty/);
    expect(() => changed({ key: key.first(1) })).toThrow(/widths/);
  });

  test("who uses no permutation cannot prove it", () => {
    const { secret, random } = world.mixed(N, W);
    const order = [0, 0, 2, 3];
    const lying = changed({ outputs: reencrypt(statement.inputs, order, key, secret.randomness) });
    const forged = shuffleProof.prove(lying, new ShuffleSecret(order, secret.randomness), random);
    expect(() => check(lying, forged.toBytes())).toThrow(InvalidShuffleProof);
  });

  test("who commits to weights that are no permutation matrix is caught", () => {
    // A commitment to twice a generator: (3) could be met, (1) cannot.
    const { secret, random } = world.mixed(N, W);
    const proof = shuffleProof.prove(statement, secret, random);
    const doubled = Elements.concat([
      Elements.of([proof.c.at(0).add(generators(world.ELECTION, N).at(1))]),
      proof.c.slice(1),
    ]);
    const forged = new ShuffleProof({ ...proof, c: doubled }).toBytes();
    expect(() => check(statement, forged)).toThrow(InvalidShuffleProof);
  });
});

test("no output takes what is no element", () => {
  const data = statement.outputs.toBytes();
  for (const value of Object.values(NO_ELEMENTS)) {
    for (let field = 0; field < N * (1 + W); field++) {
      expect(() => Ciphertexts.fromBytes(withField(data, field, value), W)).toThrow(MalformedEncoding);
    }
  }
});

test("the secret of a mix does not show", () => {
  const { secret } = world.mixed(N, W);
  expect(String(secret)).toBe("<ShuffleSecret>");
  expect(JSON.stringify({ secret })).toBe('{"secret":"<ShuffleSecret>"}');
});
