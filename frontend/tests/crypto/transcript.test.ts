import { fromHex } from "../../src/crypto/bytes.ts";
import { type Domain, frames } from "../../src/crypto/domains.ts";
import { Transcript } from "../../src/crypto/transcript.ts";
import { Fields, runVectors, same } from "./vectors.ts";

runVectors("transcript", {
  Frames(fields) {
    const parts = fields.list("parts") as readonly (readonly [string, string])[];
    same(frames(...parts.flatMap(([label, value]) => [label, fromHex(value)])), fields.bytes("frames"));
  },
  Transcript(fields) {
    const transcript = new Transcript(fields.text("domain") as Domain);
    for (const each of fields.list("steps")) {
      const step = new Fields(each as Record<string, unknown>);
      const label = step.text("label");
      switch (step.text("op")) {
        case "absorb":
          transcript.absorb(label, step.bytes("value"));
          break;
        case "draw":
          same(transcript.draw(label), step.bytes("drawn"));
          break;
        case "challenge_scalar":
          same(transcript.challengeScalar(label).toBytes(), step.bytes("scalar"));
          break;
        case "challenges_128": {
          const made = transcript.challenges128(label, step.number("count")).toBytes();
          const low = Uint8Array.from({ length: made.length / 2 }, (_, i) => made[32 * (i >> 4) + (i & 15)] ?? 0);
          same(low, step.bytes("challenges"));
          break;
        }
        default:
          throw new TypeError(`unknown step ${step.text("op")}`);
      }
    }
  },
});
