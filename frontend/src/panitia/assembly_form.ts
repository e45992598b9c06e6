/** A plain text and the assembly that agreed to it, as a document and minutes of docs/formats.md. */
import { type Minutes, minutesFromJson } from "../ballots/assemblies.ts";
import { type Document, documentFromJson, documentSha256 } from "../ballots/documents.ts";
import type { DocumentKind } from "../ballots/events/fields.ts";
import type { Rules } from "../ballots/rules.ts";
import { nameOf } from "../ballots/state/blobs.ts";

/** What the form asks about the assembly; all as typed. */
export interface AssemblyForm {
  title: string;
  date: string;
  from: string;
  until: string;
  zone: string;
  place: string;
  chair: string;
  note_taker: string;
  men: string;
  women: string;
  poor: string;
  decision: string;
}

/** A scan of the signed paper: only its hash leaves the device. */
export interface Scan {
  readonly name: string;
  readonly media: string;
  readonly size: number;
  readonly sha256: string;
}

/** Hash a scan. */
export async function scanOf(file: File): Promise<Scan> {
  const sha256 = nameOf(new Uint8Array(await file.arrayBuffer()));
  return { name: file.name, media: file.type || "application/octet-stream", size: file.size, sha256 };
}

/**
 * Return a document of one pasal with an ayat for each line of a text.
 *
 * @throws MalformedValue the text or title does not fit one.
 */
export function documentOf(kind: DocumentKind, title: string, text: string, rules: Rules | null): Document {
  const lines = text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const clauses = lines.map((line, place) => ({ id: `a${place + 1}`, text: line, letters: [] }));
  const chapters = [{ id: "b1", title, articles: [{ id: "p1", title: "", clauses }] }];
  const plain = { format: "rembug-document-1", document: kind, title, preamble: [], chapters, closing: [] };
  return documentFromJson({ ...plain, rules: rules?.toJson() ?? null });
}

/**
 * Return the minutes of an assembly whose one decision adopts a document.
 *
 * @throws MalformedValue a field does not fit.
 */
export function minutesOf(
  number: number,
  form: AssemblyForm,
  document: Document,
  version: number,
  scan: Scan,
): Minutes {
  const count = (typed: string) => (/^\d{1,7}$/.test(typed.trim()) ? Number(typed) : -1);
  const adopts = { document: document.document, version, sha256: documentSha256(document) };
  const decision = { number: 1, text: form.decision.trim(), method: "MUFAKAT", votes: null, outcome: null, adopts };
  return minutesFromJson({
    format: "rembug-minutes-1",
    assembly: number,
    revision: 1,
    kind: document.document === "TATIB" || document.document === "KRITERIA" ? document.document : "FGD_AD_ART",
    level: "KELURAHAN",
    unit: form.place.trim(),
    title: form.title.trim(),
    invitation: null,
    date: form.date,
    from: form.from,
    until: form.until,
    zone: form.zone,
    place: form.place.trim(),
    convenor: form.chair.trim(),
    chair: form.chair.trim(),
    note_taker: form.note_taker.trim(),
    facilitator: "",
    men: count(form.men),
    women: count(form.women),
    poor: count(form.poor),
    elements: [],
    quorum: null,
    agenda: [],
    decisions: [{ ...decision, dissent: [] }],
    assessment: [],
    chosen: null,
    follow_up: [],
    attachments: [scan],
    signatures: [],
    acknowledged_by: [],
    members: [],
  });
}
