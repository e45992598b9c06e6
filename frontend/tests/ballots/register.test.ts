/** Commitments to the register: of whom, and whether a sorted list holds them. */
import { describe, expect, it } from "vitest";
import { MalformedValue } from "../../src/ballots/errors.ts";
import { holdsCommitment, nomineeCommitment, rollCommitment } from "../../src/ballots/register.ts";
import { compareBytes, joinAll } from "../../src/ballots/state/blobs.ts";
import { toHex } from "../../src/crypto/bytes.ts";

const PERSON = { id: "0000000001", name: "Warga 1", sex: "P", unit: "RW 01/RT 02", salt: new Uint8Array(16) } as const;

describe("a commitment", () => {
  it("to a nominee changes with every member", () => {
    const others = [
      { id: "0000000002" },
      { name: "Warga" },
      { sex: "L" },
      { unit: "RW 02" },
      { salt: new Uint8Array(15) },
    ];
    const made = [{}, ...others].map((changes) => toHex(nomineeCommitment({ ...PERSON, ...changes } as typeof PERSON)));
    expect(new Set(made).size).toBe(6);
  });

  it("to an entry of a roll has a salt of 16 bytes", () => {
    const salt = new Uint8Array(16);
    expect(rollCommitment(salt, 1, PERSON.id)).toHaveLength(32);
    expect(rollCommitment(salt, 2, PERSON.id)).not.toEqual(rollCommitment(salt, 1, PERSON.id));
    expect(() => rollCommitment(new Uint8Array(15), 1, PERSON.id)).toThrow(MalformedValue);
  });

  it("is found in a sorted list, and no other is", () => {
    const made = Array.from({ length: 9 }, (_, roll) => rollCommitment(new Uint8Array(16), roll, PERSON.id));
    const [missing, ...listed] = made as [Uint8Array, ...Uint8Array[]];
    const blob = joinAll(listed.sort(compareBytes));
    for (const each of listed) expect(holdsCommitment(blob, each)).toBe(true);
    expect(holdsCommitment(blob, missing)).toBe(false);
    expect(holdsCommitment(blob, new Uint8Array(32))).toBe(false);
    expect(holdsCommitment(blob, new Uint8Array(32).fill(255))).toBe(false);
    expect(holdsCommitment(new Uint8Array(), missing)).toBe(false);
  });
});
