/** What tells a story of the fold's tests: a state, its events and blobs. */
import { shake256 } from "@noble/hashes/sha3.js";
import { expect } from "vitest";
import { toBase32 } from "../../../src/ballots/base32.ts";
import type { Outcome } from "../../../src/ballots/counting_model.ts";
import type { Body } from "../../../src/ballots/events/body.ts";
import { Event, signerOf } from "../../../src/ballots/events/event.ts";
import type { Person } from "../../../src/ballots/events/tally.ts";
import type { Rules } from "../../../src/ballots/rules.ts";
import { type BlobSource, nameOf } from "../../../src/ballots/state/blobs.ts";
import { ElectionState } from "../../../src/ballots/state/fold.ts";
import type { ContestState } from "../../../src/ballots/state/model.ts";
import { utf8 } from "../../../src/crypto/bytes.ts";
import { codeOf } from "../refused.ts";

import { BKM, ELECTION, LANGSUNG, numbersTo } from "./story_facts.ts";

/** A state, its events and blobs. */
export class Teller implements BlobSource {
  readonly rules: Rules;
  readonly adults: readonly number[];
  readonly state = new ElectionState();
  readonly events: Event[] = [];
  readonly blobs = new Map<string, Uint8Array>();
  readonly secrets = new Map<number, readonly Uint8Array[]>();
  readonly credentials = new Map<number, readonly Uint8Array[]>();
  readonly people: readonly Person[];
  #drawn = 0;

  constructor(rules: Rules = LANGSUNG, adults: readonly number[] = [40, 30]) {
    this.rules = rules;
    this.adults = adults;
    this.people = numbersTo(40).map((number) => this.person(number));
  }

  /** The blob source of the fold. */
  get(sha256: string): Uint8Array | null {
    return this.blobs.get(sha256) ?? null;
  }

  /** Return bytes that look random and are the same in every run. */
  random(size: number): Uint8Array {
    this.#drawn += 1;
    return shake256(utf8(`story:${this.#drawn}`), { dkLen: size });
  }

  keep(data: Uint8Array): string {
    const name = nameOf(data);
    this.blobs.set(name, data);
    return name;
  }

  event(body: Body): Event {
    return Event.build(ELECTION, body, signerOf(body.type) === "nobody" ? null : this.random(64));
  }

  do(...bodies: readonly Body[]): void {
    for (const body of bodies) {
      const event = this.event(body);
      this.state.apply(event, this);
      this.events.push(event);
    }
  }

  /** Expect that an event is refused with this code, and changes nothing. */
  refuse(body: Body, code: string): void {
    const before = snapshot(this.state);
    expect(codeOf(() => this.do(body))).toBe(code);
    expect(snapshot(this.state)).toEqual(before);
  }

  get contest(): ContestState {
    return this.state.contest(BKM);
  }

  get outcome(): Outcome {
    return this.contest.tally.outcome!;
  }

  person(number: number): Person {
    const id = toBase32(Uint8Array.of(0, 0, 0, 0, 0, number));
    const sex = number % 2 === 1 ? "P" : "L";
    return { id, name: `Warga ${number}`, sex, unit: "RW 01/RT 02", salt: this.random(16) };
  }

  card(table: number, place: number): Uint8Array {
    return this.credentials.get(table)!.at(place)!;
  }
}

/** Return a deep copy of everything that a state holds. */
export function snapshot(state: ElectionState): unknown {
  return structuredClone(state);
}
