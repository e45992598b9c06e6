/** Events from mixing to publication. */
import type { JsonObject } from "../canonical.ts";
import { COUNTING_CODES } from "../counting_model.ts";
import { MalformedEvent } from "../errors.ts";
import type { Officers } from "../ids.ts";
import type { Publication } from "../rules.ts";
import type { BodyKinds } from "./body.ts";
import {
  bytes32,
  type Code,
  code,
  contestId,
  count,
  dice,
  holderNumber,
  holders,
  type LeaveCause,
  label,
  leaveCause,
  officerId,
  officers,
  ordinal,
  personId,
  persons,
  publication,
  reason,
  result,
  type SettleMethod,
  type Sex,
  salt,
  settleMethod,
  sex,
  sha256,
  written,
} from "./fields.ts";
import { array, nullable, object, truth } from "./schema.ts";

/** One mix: hashes of the list before, of the list after, and of the proof. */
export interface MixDone {
  readonly type: "mix.done";
  readonly contest: string;
  readonly step: number;
  readonly holder: number;
  readonly input: string;
  readonly output: string;
  readonly proof: string;
}

/** The last list is the one that will be opened. */
export interface MixingFinished {
  readonly type: "mixing.finished";
  readonly contest: string;
  readonly steps: number;
  readonly list: string;
  readonly officers: Officers;
}

/** A checkpoint of this log. */
export interface LogCheckpoint {
  readonly size: number;
  readonly root: Uint8Array;
}

/** As many witnesses as the rules ask for cosigned the log after mixing; `note` names the blob of the note. */
export interface ContestWitnessed {
  readonly type: "contest.witnessed";
  readonly contest: string;
  readonly checkpoint: LogCheckpoint;
  readonly note: string;
}

/** Key holders may open the list. */
export interface OpeningOrdered {
  readonly type: "opening.ordered";
  readonly contest: string;
  readonly list: string;
  readonly officers: Officers;
}

/** Hashes of a holder's opening factors and their proof. */
export interface OpeningFactor {
  readonly type: "opening.factor";
  readonly contest: string;
  readonly holder: number;
  readonly factors: string;
  readonly proof: string;
}

/** The list was opened with the factors of these holders; hashes of rows and distinct texts. */
export interface ContestOpened {
  readonly type: "contest.opened";
  readonly contest: string;
  readonly holders: readonly number[];
  readonly rows: string;
  readonly strings: string;
}

/** The resident whom a text names, with the salt of the register commitment. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly sex: Sex;
  readonly unit: string;
  readonly salt: Uint8Array;
}

/** What a written text counts as; two officers and a monitor agree. */
export interface AdjudicationDecided {
  readonly type: "adjudication.decided";
  readonly contest: string;
  readonly string: string;
  readonly code: Code;
  readonly person: Person | null;
  readonly reason: string;
  readonly officers: Officers;
  readonly monitor: string;
}

/** A decision is taken back. */
export interface AdjudicationReversed {
  readonly type: "adjudication.reversed";
  readonly contest: string;
  readonly string: string;
  readonly reason: string;
  readonly officers: Officers;
  readonly monitor: string;
}

/** Every distinct text has a decision. */
export interface AdjudicationCompleted {
  readonly type: "adjudication.completed";
  readonly contest: string;
  readonly decided: number;
  readonly officers: Officers;
}

/** The count; its object is described under "Result". */
export interface ResultCounted {
  readonly type: "result.counted";
  readonly contest: string;
  readonly result: JsonObject;
}

/** An order for the tied persons, by a rung of the agreed ladder. */
export interface TieSettled {
  readonly type: "tie.settled";
  readonly contest: string;
  readonly method: SettleMethod;
  readonly persons: readonly string[];
  readonly statement: string;
  readonly dice: string | null;
  readonly checkpoint: LogCheckpoint | null;
  readonly officers: Officers;
}

/** The tied persons stand in a repeat vote. */
export interface TieRevote {
  readonly type: "tie.revote";
  readonly contest: string;
  readonly persons: readonly string[];
  readonly reason: string;
  readonly officers: Officers;
}

/** Whether a person is willing to serve. */
export interface AcceptanceRecorded {
  readonly type: "acceptance.recorded";
  readonly contest: string;
  readonly person: string;
  readonly willing: boolean;
  readonly reason: string;
  readonly officers: Officers;
}

/** The women's share among the elected. */
export interface WomenShare {
  readonly elected: number;
  readonly required: number;
  readonly met: boolean;
}

/** The final result; `minutes` names the blob of the data of the berita acara. */
export interface ResultCertified {
  readonly type: "result.certified";
  readonly contest: string;
  readonly elected: readonly string[];
  readonly reserves: readonly string[];
  readonly women: WomenShare;
  readonly minutes: string;
  readonly officers: Officers;
}

/** The withheld blobs of these contests are released as the policy says. */
export interface ElectionPublished {
  readonly type: "election.published";
  readonly contests: readonly string[];
  readonly policy: Publication;
}

/** During the term a member leaves, or a reserve is no longer one; `successor` takes a member's place, if any. */
export interface MemberReplaced {
  readonly type: "member.replaced";
  readonly contest: string;
  readonly leaving: string;
  readonly cause: LeaveCause;
  readonly reason: string;
  readonly successor: string | null;
  readonly officers: Officers;
}

/** Every body of this module. */
export type TallyBody =
  | MixDone
  | MixingFinished
  | ContestWitnessed
  | OpeningOrdered
  | OpeningFactor
  | ContestOpened
  | AdjudicationDecided
  | AdjudicationReversed
  | AdjudicationCompleted
  | ResultCounted
  | TieSettled
  | TieRevote
  | AcceptanceRecorded
  | ResultCertified
  | ElectionPublished
  | MemberReplaced;

const person = object<Person>({ id: personId, name: label, sex, unit: label, salt });
const logCheckpoint = object<LogCheckpoint>({ size: ordinal, root: bytes32 });
const womenShare = object<WomenShare>({ elected: count, required: count, met: truth });

const contest = contestId;
const holder = holderNumber;
const list = sha256;

function checkMonitor(body: { readonly monitor: string; readonly officers: Officers }): void {
  if (body.officers.includes(body.monitor)) throw new MalformedEvent("the monitor is one of the officers");
}

export const TALLY: BodyKinds<TallyBody> = {
  "mix.done": {
    signer: "holder",
    members: { contest, step: ordinal, holder, input: sha256, output: sha256, proof: sha256 },
  },
  "mixing.finished": { members: { contest, steps: ordinal, list, officers } },
  "contest.witnessed": { members: { contest, checkpoint: logCheckpoint, note: sha256 } },
  "opening.ordered": { members: { contest, list, officers } },
  "opening.factor": { signer: "holder", members: { contest, holder, factors: sha256, proof: sha256 } },
  "contest.opened": { members: { contest, holders, rows: sha256, strings: sha256 } },
  "adjudication.decided": {
    members: {
      contest,
      string: written,
      code,
      person: nullable(person),
      reason,
      officers,
      monitor: officerId,
    },
    check: (body) => {
      if (COUNTING_CODES.has(body.code) !== (body.person !== null)) {
        throw new MalformedEvent("a person belongs to a counting code and only there");
      }
      checkMonitor(body);
    },
  },
  "adjudication.reversed": {
    members: { contest, string: written, reason, officers, monitor: officerId },
    check: checkMonitor,
  },
  "adjudication.completed": { members: { contest, decided: count, officers } },
  "result.counted": { members: { contest, result } },
  "tie.settled": {
    members: {
      contest,
      method: settleMethod,
      persons,
      statement: reason,
      dice: nullable(dice),
      checkpoint: nullable(logCheckpoint),
      officers,
    },
    check: ({ method, dice, checkpoint }) => {
      const isLot = method === "UNDIAN";
      if ((dice !== null) !== isLot || (checkpoint !== null) !== isLot) {
        throw new MalformedEvent("dice and checkpoint belong to a lot and only there");
      }
    },
  },
  "tie.revote": { members: { contest, persons, reason, officers } },
  "acceptance.recorded": { members: { contest, person: personId, willing: truth, reason, officers } },
  "result.certified": {
    members: { contest, elected: persons, reserves: persons, women: womenShare, minutes: sha256, officers },
  },
  "election.published": { members: { contests: array(contestId), policy: publication } },
  "member.replaced": {
    members: { contest, leaving: personId, cause: leaveCause, reason, successor: nullable(personId), officers },
  },
};
