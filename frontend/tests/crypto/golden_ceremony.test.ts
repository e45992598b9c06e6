/** The golden vectors of the key ceremony have the stated results, byte for byte. */
import { fromHex } from "../../src/crypto/bytes.ts";
import {
  CeremonyContext,
  type Commitments,
  ceremonyHash,
  jointKey,
  openCommitments,
  Polynomials,
  verificationKeys,
} from "../../src/crypto/ceremony.ts";
import { checkShare, openShare, ShareRoute } from "../../src/crypto/ceremony_shares.ts";
import { GENERATOR_BASE, Scalars } from "../../src/crypto/group.ts";
import { type Fields, list, number, raw, text } from "./golden.ts";
import { describeGolden, same } from "./outcomes.ts";

function contextOf(fields: Fields): CeremonyContext {
  return new CeremonyContext({
    election: text(fields, "election"),
    ceremony: number(fields, "ceremony"),
    holders: number(fields, "holders"),
    threshold: number(fields, "threshold"),
    keys: number(fields, "keys"),
  });
}

function commitmentsOf(fields: Fields): Commitments[] {
  const run = contextOf(fields);
  return list<string>(fields, "blobs").map((blob, index) => openCommitments(run, index + 1, fromHex(blob)));
}

describeGolden("ceremony.json", {
  Commitments: (fields) => {
    openCommitments(contextOf(fields), number(fields, "holder"), raw(fields, "blob"));
  },
  Share: (fields) => {
    const run = contextOf(fields);
    const sender = number(fields, "sender");
    const receiver = number(fields, "receiver");
    const share = Scalars.fromBytes(raw(fields, "share"));
    checkShare(sender, receiver, share, openCommitments(run, sender, raw(fields, "blob")));
    same(Polynomials.fromBytes(raw(fields, "polynomials"), run).shareFor(receiver), text(fields, "share"));
  },
  SealedShare: (fields) => {
    const run = contextOf(fields);
    const sender = number(fields, "sender");
    const share = openShare(
      new ShareRoute(run, sender, number(fields, "receiver")),
      raw(fields, "sealed"),
      raw(fields, "receiver_box_secret"),
      raw(fields, "sender_box_key"),
      openCommitments(run, sender, raw(fields, "blob")),
    );
    same(share, text(fields, "share"));
  },
  JointKey: (fields) => same(jointKey(commitmentsOf(fields)), text(fields, "key")),
  VerificationKeys: (fields) => {
    const made = verificationKeys(commitmentsOf(fields), number(fields, "holder"));
    same(made, text(fields, "verification_keys"));
    same(GENERATOR_BASE.times(Scalars.fromBytes(raw(fields, "secret_keys"))), text(fields, "verification_keys"));
  },
  CeremonyHash: (fields) => {
    same(ceremonyHash(list<string>(fields, "events").map(fromHex)), text(fields, "hash"));
  },
});
