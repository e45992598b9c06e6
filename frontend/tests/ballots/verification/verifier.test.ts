/** Records that say little; whole ones, honest and forged, are held against Python in `tests/interop`. */
import { describe, expect, test } from "vitest";
import { recordFiles } from "../../../src/ballots/record.ts";
import { CATALOGUE } from "../../../src/ballots/verification/catalogue.ts";
import type { Report, Status } from "../../../src/ballots/verification/report.ts";
import { verifyRecord } from "../../../src/ballots/verification/verifier.ts";
import { utf8 } from "../../../src/crypto/bytes.ts";
import { Checkpoint, signCheckpoint } from "../../../src/crypto/checkpoint.ts";
import { MerkleTree } from "../../../src/crypto/merkle.ts";
import { systemRandom } from "../../../src/crypto/randomness.ts";
import { Cancelled } from "../../../src/crypto/work.ts";
import { FILES, ORIGIN, recordOf, SEED } from "../records.ts";

function statusOf(report: Report, slug: string): Status | undefined {
  return report.checks.find((check) => check.slug === slug)?.status;
}

describe("a record whose leaves are no events", () => {
  const report = verifyRecord(recordOf(FILES), { random: systemRandom });

  test("is refused, with every check of the catalogue in order", () => {
    expect(report.verdict).toBe("invalid");
    expect(report.checks.map(({ slug }) => slug)).toEqual([...CATALOGUE.keys()]);
  });

  test("has its files checked though nothing in them can be read", () => {
    expect(statusOf(report, "log.tree")).toBe("ok");
    expect(statusOf(report, "log.checkpoint")).toBe("failed");
    expect(statusOf(report, "log.files")).toBe("failed");
    expect(report.checks.find(({ slug }) => slug === "events.form")?.count).toBe(300);
  });

  test("has nothing that passes for want of something to look at", () => {
    for (const check of report.checks) if (check.status === "ok") expect(check.count).toBeGreaterThan(0);
    for (const slug of ["ballots.proof", "mixing.proofs", "count.recount", "certification.elected"]) {
      expect(statusOf(report, slug), slug).toBe("incomplete");
    }
  });
});

test("an empty log is answered", () => {
  const note = utf8(signCheckpoint(new Checkpoint(ORIGIN, 0, MerkleTree.over([]).root()), SEED).toText());
  const report = verifyRecord(recordOf(new Map(recordFiles(note, [], []))), { random: systemRandom });
  expect(report.verdict).toBe("invalid");
  expect(statusOf(report, "log.tree")).toBe("incomplete");
});

test("progress is told, and the caller can stop the work", () => {
  const told = new Set<string>();
  verifyRecord(recordOf(FILES), { random: systemRandom, progress: (slug) => void told.add(slug) });
  expect(told).toContain("events.form");
  expect(() => verifyRecord(recordOf(FILES), { random: systemRandom, cancelled: () => true })).toThrow(Cancelled);
});
