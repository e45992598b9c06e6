/** What a key holder's device refuses on the night; the story's ballots and proofs are bytes that prove nothing. */
import { expect, test } from "vitest";
import { listHash } from "../../src/ballots/state/mixing.ts";
import { GENERATOR_BASE, Scalars } from "../../src/crypto/group.ts";
import { HolderSecret } from "../../src/holder/secret.ts";
import * as tally from "../../src/holder/tally.ts";
import { BKM, Story } from "../ballots/state/story.ts";
import { seeded } from "./devices.ts";

const random = seeded("tally");
let story: Story;
let secret: HolderSecret;

/** Make holder 1 of the story somebody whose keys are known here. */
function tell(chapter: (story: Story) => void): void {
  story = new Story();
  chapter(story);
  const own = HolderSecret.draw(random);
  const { ceremony } = story.state;
  ceremony.keys = GENERATOR_BASE.times(Scalars.random(story.rules.maxWidth, random)).toBytes();
  const { signingKey, boxKey } = own;
  ceremony.holders.set(1, { type: "holder.registered", holder: 1, name: "Satu", signingKey, boxKey });
  const keys = Scalars.random(story.rules.maxWidth, random).toBytes();
  secret = own.inRun(1, new Uint8Array(0), new Uint8Array(0)).withKeys(keys, ceremony.keys);
}

function open(): tally.OpenedList {
  return tally.openList(story.state, story, BKM, 1, secret, random);
}

function mix(data: Uint8Array): tally.Mix {
  return tally.mix(story.state, BKM, 1, secret, data, random);
}

test("a contest that is not closed is not mixed", () => {
  tell((told) => told.vote());
  expect(() => mix(new Uint8Array(0))).toThrow("Pemilihan ini sedang tidak diacak.");
});

test("another list than the log's is not mixed", () => {
  tell((told) => told.close());
  const data = story.contest.mixInput();
  data[0]! ^= 1;
  expect(() => mix(data)).toThrow("Daftar suara ini bukan daftar yang tercatat di papan.");
});

test("nobody mixes twice", () => {
  tell((told) => {
    told.close();
    told.do(told.mixStep(1));
  });
  expect(() => mix(new Uint8Array(0))).toThrow("Anda sudah mengacak daftar ini.");
});

test("nothing is opened without the order of two officers", () => {
  tell((told) => told.mix());
  expect(open).toThrow("Pembukaan suara belum diperintahkan oleh dua petugas.");
});

test("nothing is opened without the keys that were checked", () => {
  tell((told) => told.order());
  secret = secret.withKeys(secret.secretKeys, new Uint8Array(32));
  expect(open).toThrow("Kunci bersama di papan bukan kunci yang Anda periksa.");
  secret = secret.withKeys(new Uint8Array(0), new Uint8Array(0));
  expect(open).toThrow("Acara kunci belum diselesaikan di perangkat ini.");
});

test("fewer ballots than the agreed batch are not opened", () => {
  tell((told) => told.order());
  story.contest.ballots.length = story.rules.minBatch - 1;
  expect(open).toThrow(`Suara kurang dari ${story.rules.minBatch}. Membukanya membuka rahasia warga.`);
});

test("a list that too few have mixed is not opened", () => {
  tell((told) => told.order());
  story.contest.tally.mixes.length = 1;
  expect(open).toThrow("Suara harus diacak oleh paling sedikit 2 orang.");
});

test("a second list of the same contest is not opened", () => {
  tell((told) => told.order());
  secret = secret.havingOpened(BKM, "0".repeat(64));
  expect(open).toThrow("Perangkat ini sudah membuka daftar suara yang lain. Laporkan kepada pemantau.");
});

test("ballots and mixes that are not proved are not opened", () => {
  tell((told) => told.order());
  expect(open).toThrow("Ada surat suara yang buktinya tidak cocok. Jangan membuka apa pun.");
  const check = () => tally.checkMixes(story.state, story, BKM, random);
  expect(check).toThrow("Pengacakan ke-1 tidak terbukti. Jangan membuka apa pun.");
  story.blobs.delete(listHash(story.contest));
  story.blobs.delete(story.contest.tally.mixes[0]!.output);
  expect(check).toThrow("Daftar suara atau buktinya belum dapat diunduh.");
});
