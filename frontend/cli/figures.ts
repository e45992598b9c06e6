/** What the group costs in a browser, for `benchmarks/engines.py`, which calls the one function that this leaves. */
import "./figures_engine.ts";
import { openRecord } from "../src/ballots/record_open.ts";
import { verifyRecord } from "../src/ballots/verification/verifier.ts";
import { Ciphertexts, PublicKey } from "../src/crypto/elgamal.ts";
import { Elements, hashToElements, msm, msmSecret, Scalars } from "../src/crypto/group.ts";
import { ENGINE } from "../src/crypto/group_engine.ts";
import { systemRandom } from "../src/crypto/randomness.ts";
import { shuffle } from "../src/crypto/shuffle.ts";
import { prove, ShuffleStatement, verify } from "../src/crypto/shuffle_proof.ts";

const TERMS = 4096;
const BALLOTS = 500;
const WIDTH = 6;

interface Figures {
  engine: string;
  /** Microseconds an operation. */
  micros: Record<string, number>;
  /** Milliseconds in all. */
  millis: Record<string, number>;
  verdict: string;
}

function hashed(count: number): Elements {
  const uniform = new Uint8Array(64 * count);
  // The browser gives no more at once.
  for (let at = 0; at < uniform.length; at += 65_536) crypto.getRandomValues(uniform.subarray(at, at + 65_536));
  return hashToElements(uniform);
}

/** Return the least milliseconds of three runs: what else the machine does makes one longer, none shorter. */
function took(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 3; time++) {
    const begun = performance.now();
    run();
    least = Math.min(least, performance.now() - begun);
  }
  return least;
}

/** Measure all; the record is a zip's bytes in base64. */
function figures(zip: string): Figures {
  const elements = hashed(TERMS);
  const encoded = elements.toBytes();
  const scalars = Scalars.random(TERMS, systemRandom);
  const some = elements.slice(0, BALLOTS);
  const secrets = scalars.slice(0, BALLOTS);
  const each = (count: number, run: () => unknown) => (1000 * took(run)) / count;
  const micros = {
    decode: each(TERMS, () => Elements.fromBytes(encoded)),
    hash: each(BALLOTS, () => hashed(BALLOTS)),
    multiply: each(BALLOTS, () => some.times(secrets).toBytes()),
    "public sum": each(TERMS, () => msm(scalars, elements)),
    "secret sum": each(BALLOTS, () => msmSecret(secrets, some)),
  };
  const key = new PublicKey(hashed(WIDTH));
  const inputs = new Ciphertexts(hashed(BALLOTS * (WIDTH + 1)), WIDTH);
  let mixed = shuffle(inputs, key, systemRandom);
  const mix = took(() => {
    mixed = shuffle(inputs, key, systemRandom);
    mixed.outputs.toBytes();
  });
  const fields = { election: "angka", contest: "bkm", mixer: 1, step: 1, key, inputs, outputs: mixed.outputs };
  const statement = new ShuffleStatement(fields);
  let proof = prove(statement, mixed.secret, systemRandom);
  const proving = took(() => {
    proof = prove(statement, mixed.secret, systemRandom);
  });
  const checking = took(() => verify(statement, proof, systemRandom));
  const record = Uint8Array.from(atob(zip), (byte) => byte.charCodeAt(0));
  let verdict = "";
  const verifying = took(() => {
    verdict = verifyRecord(openRecord(record), { random: systemRandom }).verdict;
  });
  return {
    engine: ENGINE.name,
    micros,
    millis: { mix, "prove the mix": proving, "verify the mix": checking, "verify a whole record": verifying },
    verdict,
  };
}

Object.assign(globalThis, { figures });
