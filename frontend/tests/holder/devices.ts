/** Key holders' devices of a small election, for tests: real keys and signatures over the story of the fold. */
import { shake256 } from "@noble/hashes/sha3.js";
import { Event } from "../../src/ballots/events/event.ts";
import type { ElectionState } from "../../src/ballots/state/fold.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { jointKey } from "../../src/crypto/ceremony.ts";
import type { RandomSource } from "../../src/crypto/randomness.ts";
import * as holder from "../../src/holder/ceremony.ts";
import { allCommitments } from "../../src/holder/common.ts";
import { HolderSecret } from "../../src/holder/secret.ts";
import { SignedState } from "../../src/holder/signed_state.ts";
import { ELECTION, numbersTo, rulesWith, Story } from "../ballots/state/story.ts";

/** Return a stream that is the same in every run. */
export function seeded(name: string): RandomSource {
  const stream = shake256.create().update(utf8(name));
  return (count) => stream.xof(count);
}

/** Three holders, two of whom can open, on a story whose rules are sealed. */
export class Devices {
  readonly story: Story;
  readonly state: ElectionState;
  readonly random = seeded("devices");
  readonly secrets = new Map<number, HolderSecret>();
  readonly sealed = new Map<number, ReadonlyMap<number, Uint8Array>>();
  readonly everybody = numbersTo(3);

  constructor() {
    this.story = new Story(rulesWith({ holders: 3, threshold: 2 }));
    this.story.agree();
    this.state = new SignedState();
    for (const event of this.story.events) this.state.apply(event, this.story);
  }

  secret(number: number): HolderSecret {
    return this.secrets.get(number)!;
  }

  take(event: Uint8Array): void {
    this.state.apply(Event.parse(event), this.story);
  }

  register(): void {
    for (const number of this.everybody) {
      this.secrets.set(number, HolderSecret.draw(this.random));
      this.take(holder.register(ELECTION, number, `Pemegang ${number}`, this.secret(number)));
    }
  }

  commit(...numbers: readonly number[]): void {
    for (const number of numbers) {
      const { event, secret } = holder.commit(this.state, number, this.secret(number), this.random);
      this.secrets.set(number, secret);
      this.take(event);
    }
  }

  reveal(): void {
    for (const number of this.everybody) {
      const { event, blob } = holder.reveal(this.state, number, this.secret(number));
      this.story.keep(blob);
      this.take(event);
    }
  }

  share(): void {
    for (const number of this.everybody) {
      const made = holder.share(this.state, this.story, number, this.secret(number), this.random);
      this.sealed.set(number, made.sealed);
      this.take(made.event);
    }
  }

  /** Return the sealed shares that wait for a holder, by sender. */
  sealedFor(number: number): Map<number, Uint8Array> {
    const others = this.everybody.filter((other) => other !== number);
    return new Map(others.map((other) => [other, this.sealed.get(other)!.get(number)!]));
  }

  confirm(): void {
    for (const number of this.everybody) {
      const sealed = this.sealedFor(number);
      this.take(holder.confirm(this.state, this.story, number, this.secret(number), sealed).event);
    }
  }

  /** Log joint keys: those of the commitments, unless others are given. */
  join(keys = jointKey(allCommitments(this.state, this.story)).toBytes()): void {
    const body = { type: "keys.joined", ceremony: 1, keys } as const;
    this.state.apply(Event.build(ELECTION, body), this.story);
  }

  finish(number: number): void {
    const sealed = this.sealedFor(number);
    this.secrets.set(number, holder.finish(this.state, this.story, number, this.secret(number), sealed));
  }
}
