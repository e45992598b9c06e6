/** A transcript that a test can make forget or change one value, in the place of the real one. */
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesOf } from "../../src/crypto/bytes.ts";
import type { Domain } from "../../src/crypto/domains.ts";
import type * as transcripts from "../../src/crypto/transcript.ts";

/** What becomes of a value that is absorbed; nothing when it is left out. */
export type Change = (value: Uint8Array) => Uint8Array | undefined;

/** The fault that every transcript has at the moment, and the labels that were absorbed, in their order. */
export const fault: { label: string; change: Change; seen: string[] } = {
  label: "",
  change: (value) => value,
  seen: [],
};

/** Forget the value. */
export const leftOut: Change = () => undefined;

/** Flip the lowest bit of the last byte. */
export const oneBitChanged: Change = (value) => {
  const changed = value.slice();
  changed[changed.length - 1]! ^= 1;
  return changed;
};

/** Run something while the value under one label is changed in every transcript. */
export function under<T>(label: string, change: Change, run: () => T): T {
  Object.assign(fault, { label, change });
  try {
    return run();
  } finally {
    Object.assign(fault, { label: "", change: (value: Uint8Array) => value });
  }
}

/** Return the module of the transcript with `fault` built in. */
export function crippled(original: typeof transcripts): typeof transcripts {
  class CrippledTranscript extends original.Transcript {
    constructor(domain: Domain) {
      super(domain);
      fault.seen.push("domain");
      if (fault.label !== "domain") return;
      // The hash, which holds the domain's frame already, starts anew.
      Object.assign(this, { state: sha512.create() });
      const changed = fault.change(bytesOf(domain));
      if (changed !== undefined) super.absorb("domain", changed);
    }

    override absorb(label: string, value: Uint8Array | string): this {
      fault.seen.push(label);
      if (label !== fault.label) return super.absorb(label, value);
      const changed = fault.change(bytesOf(value));
      return changed === undefined ? this : super.absorb(label, changed);
    }
  }
  return { ...original, Transcript: CrippledTranscript };
}
