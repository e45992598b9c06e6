/** The one object that makes every Fiat-Shamir challenge.  Source: docs/protocol.md section 3. */
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesOf } from "./bytes.ts";
import { type Domain, frame, u32be, u64be } from "./domains.ts";
import { Scalar, Scalars } from "./group.ts";

type Hash = ReturnType<typeof sha512.create>;

const PER_BLOCK = 4; // 128-bit integers in one SHA-512 output
const BLOCK_BYTES = 64;
const BYTES_128 = 16;

/**
 * A running hash of everything that a prover and a verifier must agree on.
 *
 * The state of the specification is a byte string; only its running SHA-512 is kept.  Methods that absorb return the
 * transcript, so that a statement can be written as one chain.
 */
export class Transcript {
  private readonly state: Hash;

  /** Start with `frame("domain", domain)`. */
  constructor(domain: Domain) {
    this.state = sha512.create().update(frame("domain", domain));
  }

  /** Append `frame(label, value)`; text counts as its UTF-8. */
  absorb(label: string, value: Uint8Array | string): this {
    const data = bytesOf(value);
    const labelBytes = bytesOf(label);
    // Apart from its header, so that a list of a megabyte is not copied.
    this.state.update(u32be(labelBytes.length)).update(labelBytes).update(u64be(data.length)).update(data);
    return this;
  }

  /** Append a number as `u32be`. */
  absorbU32(label: string, number: number): this {
    return this.absorb(label, u32be(number));
  }

  /** Append a number as `u64be`. */
  absorbU64(label: string, number: number): this {
    return this.absorb(label, u64be(number));
  }

  /** Return 64 bytes that depend on everything absorbed and drawn before. */
  draw(label: string): Uint8Array {
    this.absorb("challenge", label);
    const drawn = this.state.clone().digest();
    this.absorb("drawn", drawn);
    return drawn;
  }

  /** Return a challenge modulo the group's order. */
  challengeScalar(label: string): Scalar {
    return Scalar.fromWide(this.draw(label));
  }

  /** Return `count` challenges of 128 bits. */
  challenges128(label: string, count: number): Scalars {
    const drawn = this.draw(label);
    const blocks = new Uint8Array(BLOCK_BYTES * Math.ceil(count / PER_BLOCK));
    for (let index = 0; BLOCK_BYTES * index < blocks.length; index++) {
      blocks.set(sha512.create().update(drawn).update(u64be(index)).digest(), BLOCK_BYTES * index);
    }
    return Scalars.from128(blocks.subarray(0, BYTES_128 * count));
  }
}
