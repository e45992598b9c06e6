/** Events before the polls: the election, register, cards, booth. */
import type { Officers } from "../ids.ts";
import type { BodyKinds } from "./body.ts";
import {
  bytes32,
  contestId,
  count,
  label,
  officers,
  regionCode,
  sha256,
  stageId,
  tableNumber,
  title,
  verifierKey,
} from "./fields.ts";
import { array, object } from "./schema.ts";

/** Where the election is held. */
export interface Place {
  readonly kelurahan: string;
  readonly kecamatan: string;
  readonly kota: string;
  readonly provinsi: string;
  readonly regionCode: string;
}

/** The first leaf. */
export interface ElectionCreated {
  readonly type: "election.created";
  readonly title: string;
  readonly place: Place;
  readonly protocol: string;
  readonly logKey: string;
}

/** A polling table of the final register; `roll` names the blob of its commitments. */
export interface SealedTable {
  readonly table: number;
  readonly contest: string;
  readonly unit: string;
  readonly place: string;
  readonly adults: number;
  readonly men: number;
  readonly women: number;
  readonly roll: string;
}

/** Who may be written in a contest: `sha256` names the blob of sorted commitments. */
export interface SealedNominees {
  readonly contest: string;
  readonly count: number;
  readonly sha256: string;
}

/** Adults of whom the quorum of a contest is a share. */
export interface QuorumBase {
  readonly contest: string;
  readonly adults: number;
}

/** The final register of a stage, or a part of it. */
export interface RegisterSealed {
  readonly type: "register.sealed";
  readonly stage: string;
  readonly tables: readonly SealedTable[];
  readonly nominees: readonly SealedNominees[];
  readonly quorumBase: readonly QuorumBase[];
  readonly officers: Officers;
}

/** The sorted credentials of a table, signed by the key of the card maker. */
export interface CardsRegistered {
  readonly type: "cards.registered";
  readonly table: number;
  readonly contest: string;
  readonly count: number;
  readonly sha256: string;
  readonly makerKey: Uint8Array;
}

/** A file of the booth's code. */
export interface Bundle {
  readonly name: string;
  readonly sha256: string;
}

/** Hashes of the booth's code. */
export interface BoothSealed {
  readonly type: "booth.sealed";
  readonly bundles: readonly Bundle[];
}

/** All contests of a stage may open. */
export interface StageSealed {
  readonly type: "stage.sealed";
  readonly stage: string;
  readonly officers: Officers;
}

/** Every body of this module. */
export type SetupBody = ElectionCreated | RegisterSealed | CardsRegistered | BoothSealed | StageSealed;

const place = object<Place>({
  kelurahan: label,
  kecamatan: label,
  kota: label,
  provinsi: label,
  regionCode,
});

const sealedTable = object<SealedTable>({
  table: tableNumber,
  contest: contestId,
  unit: label,
  place: label,
  adults: count,
  men: count,
  women: count,
  roll: sha256,
});

const sealedNominees = object<SealedNominees>({ contest: contestId, count, sha256 });
const quorumBase = object<QuorumBase>({ contest: contestId, adults: count });
const bundle = object<Bundle>({ name: label, sha256 });

export const SETUP: BodyKinds<SetupBody> = {
  "election.created": { members: { title, place, protocol: label, logKey: verifierKey } },
  "register.sealed": {
    members: {
      stage: stageId,
      tables: array(sealedTable),
      nominees: array(sealedNominees),
      quorumBase: array(quorumBase),
      officers,
    },
  },
  "cards.registered": {
    signer: "card-maker",
    members: { table: tableNumber, contest: contestId, count, sha256, makerKey: bytes32 },
  },
  "booth.sealed": { members: { bundles: array(bundle) } },
  "stage.sealed": { members: { stage: stageId, officers } },
};
