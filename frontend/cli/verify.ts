/**
 * The verifier for a terminal: `npm run cli`, then `node dist-cli/verify.mjs record.zip` prints the report as JSON.
 *
 * Options and exit codes are those of `rembug verify`: `--receipt` and `--checkpoint` name files that are checked
 * along, each as often as wanted; 0 valid, 1 something is wrong, 2 not readable or not complete.  In the place of a
 * record, `-` reads jobs from the standard input, one JSON object a line with `record`, `receipts` and `checkpoints`
 * (paths), and answers each with its report on one line.
 *
 * It computes with WebAssembly; with `--noble` it does not, and shares no code at all with the server.
 */
import "./engine.ts";
import { readFileSync } from "node:fs";
import { argv, exit, stderr, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { BrokenRecord } from "../src/ballots/errors.ts";
import { openRecord } from "../src/ballots/record_open.ts";
import { Findings } from "../src/ballots/verification/findings.ts";
import type { Report, Verdict } from "../src/ballots/verification/report.ts";
import { sentenceOf } from "../src/ballots/verification/sentences.ts";
import { type Verification, verifyRecord } from "../src/ballots/verification/verifier.ts";
import { systemRandom } from "../src/crypto/randomness.ts";

const UNUSABLE = 2;
const EXIT_CODES: Readonly<Record<Verdict, number>> = { valid: 0, invalid: 1, incomplete: UNUSABLE };

function reportOn(data: Uint8Array, verification: Verification): Report {
  try {
    return verifyRecord(openRecord(data), verification);
  } catch (fault) {
    if (!(fault instanceof BrokenRecord)) throw fault;
    // Not even the first check found anything to look at; so all the others stay open too.
    const findings = new Findings();
    findings.lack("log.checkpoint", `Catatan ini tidak dapat dibaca: ${sentenceOf(fault)}`);
    return findings.report();
  }
}

function stop(sentence: string): never {
  stderr.write(`${sentence}\n`);
  exit(UNUSABLE);
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    stop(`Berkas tidak dapat dibaca: ${path}`);
  }
}

function parsedArguments() {
  try {
    return parseArgs({
      args: argv.slice(2),
      options: {
        receipt: { type: "string", multiple: true },
        checkpoint: { type: "string", multiple: true },
        noble: { type: "boolean" },
      },
      allowPositionals: true,
    });
  } catch (fault) {
    if (!(fault instanceof TypeError)) throw fault;
    stop(fault.message);
  }
}

interface Job {
  readonly record: string;
  readonly receipts: readonly string[];
  readonly checkpoints: readonly string[];
}

const reportOf = (job: Job): Report =>
  reportOn(read(job.record), {
    random: systemRandom,
    receipts: job.receipts.map(read),
    olderCheckpoints: job.checkpoints.map(read),
  });

const { positionals, values } = parsedArguments();
const [path, ...others] = positionals;
if (path === undefined || others.length > 0) stop("Sebut satu berkas zip catatan pemilihan.");
if (path === "-") {
  for await (const line of createInterface({ input: stdin })) {
    stdout.write(`${JSON.stringify(reportOf(JSON.parse(line) as Job))}\n`);
  }
} else {
  const report = reportOf({ record: path, receipts: values.receipt ?? [], checkpoints: values.checkpoint ?? [] });
  // The whole report leaves before the process does: a pipe takes it in pieces.
  stdout.write(`${JSON.stringify(report, null, 2)}\n`, () => exit(EXIT_CODES[report.verdict]));
}
