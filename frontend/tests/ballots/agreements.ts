/** Small texts and minutes that fit each other, and their signatures, as the tests in Python make them. */
import { sha256 } from "@noble/hashes/sha2.js";
import {
  type Minutes,
  minutesFromBytes,
  minutesFromJson,
  minutesSha256,
  minutesToJson,
} from "../../src/ballots/assemblies.ts";
import type { JsonObject } from "../../src/ballots/canonical.ts";
import { signDocument } from "../../src/ballots/document_signatures.ts";
import {
  type Document,
  documentFromBytes,
  documentFromJson,
  documentSha256,
  documentToJson,
} from "../../src/ballots/documents.ts";
import type { AssemblyRecorded, DocumentAgreed } from "../../src/ballots/events/agreement.ts";
import type { DocumentKind } from "../../src/ballots/events/fields.ts";
import type { Rules } from "../../src/ballots/rules.ts";
import { utf8 } from "../../src/crypto/bytes.ts";
import { text } from "../crypto/golden.ts";
import { vectors } from "./vectors.ts";

const OFFICERS = ["ketua", "sekretaris"] as const;
const SIGNERS = [
  ["Neneng", "wakil warga perempuan"],
  ["Asep", "wakil warga laki-laki"],
] as const;
const SAMPLES: Readonly<Record<DocumentKind, string>> = {
  AD: "a charter",
  ART: "bylaws",
  TATIB: "a tatib of one stage",
  KRITERIA: "criteria",
};

function blob(file: string, comment: string): Uint8Array {
  const found = vectors(file).find(([each]) => each === comment);
  if (found === undefined) throw new Error(`${file} lacks ${comment}`);
  return utf8(text(found[1], "blob"));
}

/** Return a text of a kind; `word` stands somewhere in it. */
export function sampleDocument(kind: DocumentKind, rules: Rules, word = "warga"): Document {
  const plain = documentToJson(documentFromBytes(blob("documents", SAMPLES[kind])));
  const worded = JSON.parse(JSON.stringify(plain).replaceAll("warga", word)) as JsonObject;
  if (kind !== "KRITERIA") return documentFromJson({ ...worded, rules: kind === "TATIB" ? rules.toJson() : null });
  const clauses = rules.criteria.map((criterion, place) => ({ id: `k${place}`, text: criterion, letters: [] }));
  const chapters = [{ id: "b", title: "Bab", articles: [{ id: "p1", title: "", clauses }] }];
  return documentFromJson({ ...worded, chapters });
}

/** Return a decision by consensus that adopts nothing, with other members. */
export function sampleDecision(number = 1, members: JsonObject = {}): JsonObject {
  const plain = { text: "Disepakati.", method: "MUFAKAT", votes: null, outcome: null, adopts: null, dissent: [] };
  return { number, ...plain, ...members };
}

/** Return the member of a decision that adopts a text. */
export function adopts(document: Document, version = 1): JsonObject {
  return { document: document.document, version, sha256: documentSha256(document) };
}

/** Return minutes with these decisions and other members. */
export function sampleMinutes(assembly: number, decisions: readonly JsonObject[], members: JsonObject = {}): Minutes {
  const plain = minutesToJson(minutesFromBytes(blob("minutes", "a decision that adopts a charter")));
  return minutesFromJson({ ...plain, assembly, decisions, ...members });
}

/** Return the event that records minutes. */
export function recorded(minutes: Minutes): AssemblyRecorded {
  const { assembly, revision, kind, title, date, men, women, decisions } = minutes;
  const outcome = decisions.find((each) => each.outcome !== null)?.outcome ?? null;
  return {
    type: "assembly.recorded",
    assembly,
    revision,
    kind,
    title,
    date,
    men,
    women,
    outcome,
    sha256: minutesSha256(minutes),
    officers: OFFICERS,
  };
}

/** Return the event of an agreement, signed by two people whose keys follow from their names. */
export function agreed(election: string, document: Document, assembly: number, version = 1): DocumentAgreed {
  const { title, rules } = document;
  const statement = { document: document.document, version, sha256: documentSha256(document), assembly, decision: 1 };
  const signers = SIGNERS.map(([name, capacity]) =>
    signDocument(sha256(utf8(name)), { election, ...statement }, name, capacity),
  );
  const rulesSha256 = rules?.sha256 ?? null;
  return { type: "document.agreed", ...statement, title, rulesSha256, signers, scan: null, officers: OFFICERS };
}
