/** Events of the polls, up to the closed contest. */
import type { BallotCast as CastBallot } from "../ballot.ts";
import { MalformedEvent } from "../errors.ts";
import type { Officers } from "../ids.ts";
import type { BodyKinds } from "./body.ts";
import {
  bytes32,
  ciphertext,
  contestId,
  count,
  knowledgeProof,
  officers,
  ordinal,
  reason,
  sha256,
  signature,
  tableNumber,
  trackingCode,
  written,
} from "./fields.ts";
import { array, nullable, truth } from "./schema.ts";

/** A table opens with the key of its tablets. */
export interface TableOpened {
  readonly type: "table.opened";
  readonly table: number;
  readonly tableKey: Uint8Array;
  readonly officers: Officers;
}

/** Running total of check-ins, a multiple of the block of the rules. */
export interface CheckinBlock {
  readonly type: "checkin.block";
  readonly table: number;
  readonly total: number;
}

/** An adult who was not on the roll was added to it. */
export interface VoterAdded {
  readonly type: "voter.added";
  readonly table: number;
  readonly reason: string;
  readonly officers: Officers;
}

/** An accepted ballot. */
export interface BallotCast extends CastBallot {
  readonly type: "ballot.cast";
}

/** A sealed ballot that was opened instead of cast; only a committee test shows its content. */
export interface BallotAudited {
  readonly type: "ballot.audited";
  readonly contest: string;
  readonly table: number;
  readonly tracking: string;
  readonly ciphertext: Uint8Array | null;
  readonly proof: Uint8Array | null;
  readonly credential: Uint8Array | null;
  readonly randomness: Uint8Array | null;
  readonly names: readonly string[] | null;
}

/** A torn card, scanned: the void statement of its credential. */
export interface CardVoided {
  readonly type: "card.voided";
  readonly table: number;
  readonly credential: Uint8Array;
  readonly signature: Uint8Array;
}

/** A lost card; nobody can say which one. */
export interface CardReplaced {
  readonly type: "card.replaced";
  readonly table: number;
  readonly reason: string;
  readonly officers: Officers;
}

/** Voting pauses. */
export interface ContestSuspended {
  readonly type: "contest.suspended";
  readonly contest: string;
  readonly reason: string;
  readonly officers: Officers;
}

/** Voting goes on. */
export interface ContestResumed {
  readonly type: "contest.resumed";
  readonly contest: string;
  readonly reason: string;
  readonly officers: Officers;
}

/** A table closes with its counts, all since the first opening. */
export interface TableClosed {
  readonly type: "table.closed";
  readonly table: number;
  readonly checkins: number;
  readonly ballots: number;
  readonly voided: number;
  readonly replaced: number;
  readonly added: number;
  readonly left: number;
  readonly missing: number;
  readonly walkedAway: number;
  readonly assisted: number;
  readonly paperSignatures: number;
  readonly officers: Officers;
}

/** Roll indices of all who checked in, strictly ascending. */
export interface CheckinList {
  readonly type: "checkin.list";
  readonly table: number;
  readonly rolls: readonly number[];
}

/** Secrets of the cards that nobody drew: `sha256` names the blob of sorted secrets. */
export interface CardsLeft {
  readonly type: "cards.left";
  readonly table: number;
  readonly count: number;
  readonly sha256: string;
}

/** All tables are closed; `input` is the hash of the ciphertexts in log order. */
export interface ContestClosed {
  readonly type: "contest.closed";
  readonly contest: string;
  readonly ballots: number;
  readonly input: string;
  readonly checkins: number;
  readonly quorumBase: number;
  readonly quorumMet: boolean;
  readonly officers: Officers;
}

/** The quorum was missed: tables may open once more, from house to house. */
export interface HomeRoundOpened {
  readonly type: "home_round.opened";
  readonly contest: string;
  readonly reason: string;
  readonly officers: Officers;
}

/** The contest ends without a result and must be voted again; its ciphertexts stay unopened. */
export interface ContestRevote {
  readonly type: "contest.revote";
  readonly contest: string;
  readonly reason: string;
  readonly officers: Officers;
}

/** Every body of this module. */
export type PollingBody =
  | TableOpened
  | CheckinBlock
  | VoterAdded
  | BallotCast
  | BallotAudited
  | CardVoided
  | CardReplaced
  | ContestSuspended
  | ContestResumed
  | TableClosed
  | CheckinList
  | CardsLeft
  | ContestClosed
  | HomeRoundOpened
  | ContestRevote;

/** A test of the committee, whose content is shown. */
export type CommitteeTest = { readonly [K in keyof BallotAudited]: NonNullable<BallotAudited[K]> };

/** Say whether the content of an audited ballot is shown. */
export function isCommitteeTest(body: BallotAudited): body is CommitteeTest {
  return body.names !== null;
}

const table = tableNumber;
const contest = contestId;

export const POLLING: BodyKinds<PollingBody> = {
  "table.opened": { members: { table, tableKey: bytes32, officers } },
  "checkin.block": { members: { table, total: ordinal } },
  "voter.added": { members: { table, reason, officers } },
  "ballot.cast": {
    members: {
      contest,
      table,
      credential: bytes32,
      ciphertext,
      proof: knowledgeProof,
      signature,
      tableSignature: signature,
    },
  },
  "ballot.audited": {
    members: {
      contest,
      table,
      tracking: trackingCode,
      ciphertext: nullable(ciphertext),
      proof: nullable(knowledgeProof),
      credential: nullable(bytes32),
      randomness: nullable(bytes32),
      names: nullable(array(written)),
    },
    check: ({ ciphertext, proof, credential, randomness, names }) => {
      const absent = [ciphertext, proof, credential, randomness, names].filter((each) => each === null).length;
      if (absent !== 0 && absent !== 5) {
        throw new MalformedEvent("the content of a test is shown wholly or not at all");
      }
    },
  },
  "card.voided": { members: { table, credential: bytes32, signature } },
  "card.replaced": { members: { table, reason, officers } },
  "contest.suspended": { members: { contest, reason, officers } },
  "contest.resumed": { members: { contest, reason, officers } },
  "table.closed": {
    members: {
      table,
      checkins: count,
      ballots: count,
      voided: count,
      replaced: count,
      added: count,
      left: count,
      missing: count,
      walkedAway: count,
      assisted: count,
      paperSignatures: count,
      officers,
    },
  },
  "checkin.list": {
    members: { table, rolls: array(ordinal) },
    // No index twice, and no order of arrival.
    check: ({ rolls }) => {
      if (rolls.some((roll, place) => place > 0 && rolls[place - 1]! >= roll)) {
        throw new MalformedEvent("rolls are not strictly ascending");
      }
    },
  },
  "cards.left": { members: { table, count, sha256 } },
  "contest.closed": {
    members: {
      contest,
      ballots: count,
      input: sha256,
      checkins: count,
      quorumBase: count,
      quorumMet: truth,
      officers,
    },
  },
  "home_round.opened": { members: { contest, reason, officers } },
  "contest.revote": { members: { contest, reason, officers } },
};
