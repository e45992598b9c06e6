/** The verifying worker: takes the bytes of a record, tells how far it is, answers with the report. */
import "../crypto/use_wasm.ts";
import { BallotsError } from "../ballots/errors.ts";
import { openRecord } from "../ballots/record_open.ts";
import { sentenceOf } from "../ballots/verification/sentences.ts";
import { verifyRecord } from "../ballots/verification/verifier.ts";
import { CryptoError } from "../crypto/errors.ts";
import { ENGINE } from "../crypto/group_engine.ts";
import { systemRandom } from "../crypto/randomness.ts";
import type { Answer, Question } from "./messages.ts";

function say(answer: Answer): void {
  globalThis.postMessage(answer);
}

globalThis.onmessage = ({ data }: MessageEvent<Question>) => {
  try {
    const report = verifyRecord(openRecord(new Uint8Array(data.record)), {
      random: systemRandom,
      receipts: data.receipts,
      olderCheckpoints: data.olderCheckpoints,
      progress: (slug, done, total) => say({ kind: "progress", slug, done, total }),
      chapter: (sofar) => say({ kind: "sofar", report: sofar }),
    });
    say({ kind: "report", report, engine: ENGINE.name });
  } catch (fault) {
    if (fault instanceof BallotsError || fault instanceof CryptoError) say({ kind: "broken", why: sentenceOf(fault) });
    else say({ kind: "failed" });
  }
};
