/** A key holder's steps in the ceremony: what they give, and what they refuse. */
import { beforeEach, describe, expect, test } from "vitest";
import { InvalidEventSignature } from "../../src/ballots/errors.ts";
import { Event } from "../../src/ballots/events/event.ts";
import { toSlots } from "../../src/ballots/names.ts";
import { encrypt, PublicKey } from "../../src/crypto/elgamal.ts";
import { encodeSlots } from "../../src/crypto/encoding.ts";
import { GENERATOR_BASE, Scalars } from "../../src/crypto/group.ts";
import { lagrangeCoefficients } from "../../src/crypto/opening.ts";
import * as holder from "../../src/holder/ceremony.ts";
import { HolderSecret } from "../../src/holder/secret.ts";
import { ELECTION } from "../ballots/state/story.ts";
import { Devices, seeded } from "./devices.ts";

let devices: Devices;

beforeEach(() => {
  devices = new Devices();
  devices.register();
});

describe("before the shares", () => {
  test("a commitment asked for again is the same", () => {
    const first = holder.commit(devices.state, 1, devices.secret(1), devices.random);
    const again = holder.commit(devices.state, 1, first.secret, seeded("other"));
    expect(again.event).toEqual(first.event);
    expect(again.secret).toBe(first.secret);
  });

  test("nothing is revealed before everybody has committed", () => {
    devices.commit(1, 2);
    expect(() => holder.reveal(devices.state, 1, devices.secret(1))).toThrow("Tunggu dulu.");
    devices.commit(3);
    devices.reveal();
    expect(devices.state.ceremony.revealed.size).toBe(3);
  });

  test("another key under her number, or another run, is refused", () => {
    const stranger = HolderSecret.draw(seeded("stranger"));
    expect(() => holder.commit(devices.state, 1, stranger, devices.random)).toThrow(
      "Pemegang nomor 1 di papan bukan pemilik berkas kunci ini.",
    );
    devices.commit(1, 2, 3);
    const { signingSeed, boxSecret } = devices.secret(1);
    const older = new HolderSecret({ signingSeed, boxSecret, ceremony: 7 });
    expect(() => holder.reveal(devices.state, 1, older)).toThrow("Berkas kunci ini dari acara kunci yang lain.");
    const emptied = new HolderSecret({ signingSeed, boxSecret, ceremony: 1 });
    expect(() => holder.reveal(devices.state, 1, emptied)).toThrow("bukan yang ada di perangkat ini");
  });

  test("a step that somebody else signed is not folded", () => {
    const { event } = holder.commit(devices.state, 1, devices.secret(1), devices.random);
    const { body } = Event.parse(event);
    const forged = Event.build(ELECTION, body, new Uint8Array(64));
    expect(() => devices.state.apply(forged, devices.story)).toThrow(InvalidEventSignature);
    expect(devices.state.ceremony.committed.size).toBe(0);
  });
});

describe("after the shares", () => {
  beforeEach(() => {
    devices.commit(1, 2, 3);
    devices.reveal();
    devices.share();
  });

  test("two of three have the joint key between them", () => {
    devices.confirm();
    devices.join();
    for (const number of devices.everybody) devices.finish(number);
    const [one, , three] = devices.everybody.map((number) => Scalars.fromBytes(devices.secret(number).secretKeys));
    const weights = lagrangeCoefficients([1, 3]);
    const whole = one!.mul(weights.at(0)).add(three!.mul(weights.at(1)));
    expect(GENERATOR_BASE.times(whole).toBytes()).toEqual(devices.secret(2).jointKeys);
    expect(devices.secret(1).coefficients.length).toBe(0);
    const again = holder.finish(devices.state, devices.story, 1, devices.secret(1), new Map());
    expect(again).toBe(devices.secret(1));
  });

  test("a share that was lost or changed on its way blames nobody", () => {
    const sealed = devices.sealedFor(1);
    sealed.get(2)![30]! ^= 1;
    const check = () => holder.confirm(devices.state, devices.story, 1, devices.secret(1), sealed);
    expect(check).toThrow("Bagian tersegel dari pemegang nomor 2 tidak sampai dengan utuh. Unduh lagi.");
    sealed.delete(2);
    expect(check).toThrow("tidak sampai dengan utuh");
  });

  test("a share that does not fit its commitments leads to a complaint, never against herself", () => {
    const state = devices.state.ceremony;
    // Holder 2 says that her box key is another one: what she sealed no longer opens.
    const other = HolderSecret.draw(seeded("other")).boxKey;
    const known = state.holders.get(2)!;
    state.holders.set(2, { ...known, boxKey: other });
    const verdict = holder.confirm(devices.state, devices.story, 1, devices.secret(1), devices.sealedFor(1));
    expect(verdict.against).toBe(2);
    expect(Event.parse(verdict.event).body).toMatchObject({ type: "ceremony.complained", holder: 1, against: 2 });
    const { signingSeed: seed, boxSecret: box, commitments } = devices.secret(1);
    const coefficients = devices.secret(3).coefficients;
    const mixedUp = new HolderSecret({ signingSeed: seed, boxSecret: box, ceremony: 1, commitments, coefficients });
    state.holders.set(2, known);
    const check = () => holder.confirm(devices.state, devices.story, 1, mixedUp, devices.sealedFor(1));
    expect(check).toThrow("Bagian Anda di papan bukan yang dibuat perangkat ini.");
  });

  test("joint keys that are not those of the commitments are refused", () => {
    devices.confirm();
    expect(() => devices.finish(1)).toThrow("Kunci bersama belum jadi.");
    devices.join(GENERATOR_BASE.times(Scalars.random(6, devices.random)).toBytes());
    expect(() => devices.finish(1)).toThrow("Kunci bersama di papan tidak berasal dari bagian para pemegang kunci.");
  });

  test("a rehearsal opens LATIHAN and nothing else", () => {
    devices.confirm();
    devices.join();
    devices.finish(1);
    const rehearse = () => holder.rehearsalFactor(devices.state, devices.story, 1, devices.secret(1), devices.random);
    expect(rehearse).toThrow("Latihan membuka suara belum dimulai.");
    const key = PublicKey.fromBytes(devices.secret(1).jointKeys);
    const randomness = Scalars.random(1, devices.random);
    const set = (name: string) => {
      const ciphertext = encrypt(encodeSlots(toSlots([name], 3)), key, randomness).toBytes();
      devices.state.ceremony.rehearsal = { type: "rehearsal.set", ciphertext, randomness: randomness.toBytes() };
    };
    set("DEDI");
    expect(rehearse).toThrow("Suara latihan di papan bukan suara latihan.");
    set("LATIHAN");
    devices.take(rehearse());
    expect([...devices.state.ceremony.factors.keys()]).toEqual([1]);
  });
});
