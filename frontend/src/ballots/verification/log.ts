/** Chapter 1: the log: signature, tree, tiles, files, and checkpoints that an observer kept. */
import { sameBytes } from "../../crypto/bytes.ts";
import { openCheckpoint } from "../../crypto/checkpoint.ts";
import { NoteKey } from "../../crypto/note.ts";
import { tilesOf } from "../../crypto/tiles.ts";
import { Event } from "../events/event.ts";
import type { Record } from "../record.ts";
import type { Context } from "./context.ts";
import { attempt, type Findings } from "./findings.ts";
import { sentenceOf } from "./sentences.ts";

/** The origin of a log is this and the id of the election. */
export const ORIGIN = "rembug.id/";

/** Return the key of the log, from its first leaf, or null. */
export function logKey(leaves: readonly (Uint8Array | undefined)[]): NoteKey | null {
  const first = leaves[0];
  if (first === undefined) return null;
  return attempt(
    () => {
      const { body } = Event.parse(first);
      return body.type === "election.created" ? NoteKey.parse(body.logKey) : null;
    },
    () => null,
  );
}

/**
 * Check 1.1 to 1.3 and 1.5, and return the leaves; none where they cannot be read.
 *
 * @param older checkpoints that an observer kept, signed by the log.
 */
export function checkLog(record: Record, findings: Findings, older: readonly Uint8Array[]): readonly Uint8Array[] {
  const leaves = findings.guard("log.entries", () => record.leaves) ?? [];
  const key = logKey(leaves);
  checkSigned(record, findings, leaves, key);
  if (leaves.length > 0) {
    const root = record.buildTree(findings.work("log.tree")).root();
    findings.require(
      "log.tree",
      sameBytes(root, record.checkpoint.root),
      "akar pohon bukan yang tertulis pada tanda buku",
    );
    findings.looked("log.entries", leaves.length);
    findings.guard("log.entries", () => {
      for (const path of record.wrongTiles()) findings.fail("log.entries", `${path} tidak cocok dengan catatan`);
    });
  } else {
    findings.lack("log.tree", "catatan tidak terbaca");
  }
  checkOlder(record, findings, leaves.length > 0 ? key : null, older);
  return leaves;
}

function checkSigned(record: Record, findings: Findings, leaves: readonly Uint8Array[], key: NoteKey | null): void {
  const slug = "log.checkpoint";
  const first = leaves[0];
  if (key === null || first === undefined) {
    findings.require(slug, false, "catatan pertama tidak menyebut kunci buku");
    return;
  }
  findings.guard(slug, () => openCheckpoint(record.noteBytes, key));
  const isOwn = record.checkpoint.origin === `${ORIGIN}${Event.parse(first).election}`;
  findings.require(slug, isOwn, "tanda buku milik pemilihan lain");
}

/** Check 1.5; there is no key where the log cannot be read. */
function checkOlder(record: Record, findings: Findings, key: NoteKey | null, older: readonly Uint8Array[]): void {
  const slug = "log.older-checkpoints";
  if (older.length === 0) findings.skip(slug, "Tidak ada tanda buku lama yang dibawa.");
  for (const [place, data] of older.entries()) {
    const words = `tanda buku lama ke-${place + 1}`;
    findings.looked(slug);
    if (key === null) {
      findings.lack(slug, "buku ini tidak terbaca");
      continue;
    }
    const checkpoint = attempt(
      () => openCheckpoint(data, key).checkpoint,
      (error) => {
        findings.fail(slug, `${words}: ${sentenceOf(error)}`);
        return null;
      },
    );
    if (checkpoint === null) continue;
    if (checkpoint.size > record.tree.length) {
      findings.fail(slug, `${words} lebih panjang daripada buku ini`);
    } else if (!sameBytes(record.tree.root(checkpoint.size), checkpoint.root)) {
      findings.fail(slug, `buku ini bukan lanjutan dari ${words}`);
    }
  }
}

/** Check 1.4, last, when every blob that the events name is known. */
export function checkFiles(record: Record, context: Context): void {
  const { findings } = context;
  if (record.source.paths() === null) {
    findings.skip("log.files", "Papan tidak memberi daftar berkas.");
    return;
  }
  const named = new Set([...context.asked, ...namedBlobs(context)]);
  findings.looked("log.files", [...tilesOf(record.checkpoint.size)].length + named.size);
  findings.guard("log.files", () => {
    for (const path of record.strangers(named)) {
      findings.fail("log.files", `berkas ${path} tidak disebut oleh buku catatan`);
    }
  });
}

/** Yield the blobs that events name though no check needs to read them: they may stand in a record. */
export function* namedBlobs(context: Context): Generator<string, void> {
  for (const [, booth] of context.each("booth.sealed")) for (const bundle of booth.bundles) yield bundle.sha256;
  for (const [, closed] of context.each("contest.closed")) yield closed.input;
  for (const [, mix] of context.each("mix.done")) yield* [mix.output, mix.proof];
  for (const [, witnessed] of context.each("contest.witnessed")) yield witnessed.note;
  for (const [, factor] of context.each("opening.factor")) yield* [factor.factors, factor.proof];
  for (const [, opened] of context.each("contest.opened")) yield* [opened.rows, opened.strings];
  for (const [, revealed] of context.each("ceremony.revealed")) yield revealed.sha256;
}
