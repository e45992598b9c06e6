/** The fold refuses what the residents' assemblies did not agree to. */
import { describe, expect, it } from "vitest";
import { minutesFromJson, minutesToJson } from "../../../src/ballots/assemblies.ts";
import { type JsonObject, serialise } from "../../../src/ballots/canonical.ts";
import { type Document, documentToBytes, documentToJson } from "../../../src/ballots/documents.ts";
import type { AssemblyRecorded, DocumentAgreed } from "../../../src/ballots/events/agreement.ts";
import { utf8 } from "../../../src/crypto/bytes.ts";
import { adopts, agreed, recorded, sampleDecision, sampleDocument, sampleMinutes } from "../agreements.ts";
import { ELECTION, rulesWith, type Story, told } from "./story.ts";

const SCAN = "5".repeat(64);
const ATTACHED = [{ name: "naskah.pdf", media: "application/pdf", size: 100, sha256: SCAN }];
const FEW = { sent: null, how: "pengumuman", invited: 270 };

const created = () => told((story) => story.create());
const charter = (story: Story) => story.keepText(sampleDocument("AD", story.rules));

function adopting(text: Document, members: JsonObject = {}): JsonObject {
  return sampleDecision(1, { adopts: adopts(text), ...members });
}

function held(story: Story, decisions: readonly JsonObject[], members: JsonObject = {}): AssemblyRecorded {
  return recorded(story.minutes(decisions, members));
}

/** Return the event of a revision of minutes that were recorded. */
function revised(story: Story, assembly: number, members: JsonObject, revision = 2): AssemblyRecorded {
  const { minutes } = story.state.assemblies.get(assembly)!;
  return recorded(story.keepMinutes(minutesFromJson({ ...minutesToJson(minutes), revision, ...members })));
}

describe("an assembly", () => {
  it("has the next number, and its revisions too", () => {
    const story = created();
    const first = held(story, []);
    story.refuse({ ...first, revision: 2 }, "REVISION_NOT_NEXT");
    story.refuse({ ...first, assembly: 2 }, "ASSEMBLY_NOT_NEXT");
    story.do(first);
    story.refuse(first, "REVISION_NOT_NEXT");
    story.refuse(revised(story, 1, {}, 3), "REVISION_NOT_NEXT");
    story.do(revised(story, 1, { place: "Masjid" }));
    story.do(revised(story, 1, {}, 3), held(story, []));
    expect([...story.state.assemblies.values()].map(({ body }) => body.revision)).toEqual([3, 1]);
    expect(story.state.assemblies.get(1)?.minutes.place).toBe("Masjid");
  });

  it("is what its minutes say", () => {
    const story = created();
    const plain = held(story, []);
    for (const change of [
      { kind: "KRITERIA", title: plain.title },
      { title: "Rembug lain" },
      { date: "2026-11-02" },
      { men: 62 },
      { women: 73 },
      { revision: 2 },
      { assembly: 2 },
    ]) {
      const other = recorded(story.keepMinutes(sampleMinutes(1, [], change)));
      story.refuse({ ...plain, sha256: other.sha256 }, "MINUTES_DIFFER");
    }
    const refused = held(story, [sampleDecision(1, { outcome: "MENOLAK" })], { kind: "RKM" });
    story.refuse({ ...refused, outcome: null }, "MINUTES_DIFFER");
    story.refuse({ ...refused, outcome: "MENERIMA" }, "MINUTES_DIFFER");
    story.do(refused);
  });

  it("has canonical minutes in the record", () => {
    const story = created();
    const plain = recorded(sampleMinutes(1, []));
    story.refuse(plain, "BLOB_MISSING");
    story.refuse({ ...plain, sha256: story.keep(utf8("{}")) }, "MINUTES_MALFORMED");
  });

  it("may be recorded in every phase", () => {
    const story = told((each) => each.publish());
    story.do(held(story, [], { kind: "PENGUKUHAN" }));
  });
});

describe("a document", () => {
  it("needs a decision that adopts this very text", () => {
    const story = created();
    const text = charter(story);
    const other = story.keepText(sampleDocument("AD", story.rules, "panitia"));
    story.do(held(story, [adopting(text), sampleDecision(2)]));
    const good = agreed(ELECTION, text, 1);
    story.refuse({ ...good, assembly: 2 }, "UNKNOWN_ASSEMBLY");
    story.refuse({ ...good, decision: 3 }, "UNKNOWN_DECISION");
    story.refuse({ ...good, decision: 2 }, "NOT_ADOPTED");
    story.refuse({ ...good, version: 2 }, "NOT_ADOPTED");
    story.refuse({ ...good, document: "ART" }, "NOT_ADOPTED");
    story.refuse(agreed(ELECTION, other, 1), "NOT_ADOPTED");
    story.do(good);
  });

  it("is not adopted by a minority, nor without a quorum that did not wait", () => {
    const story = created();
    const text = charter(story);
    const votes = { for: 60, against: 60, abstain: 15 };
    story.do(held(story, [adopting(text, { method: "SUARA", votes })]));
    story.refuse(agreed(ELECTION, text, 1), "NOT_CARRIED");
    story.do(held(story, [adopting(text)], { invitation: FEW }));
    story.refuse(agreed(ELECTION, text, 2), "QUORUM_MISSED");
    story.do(held(story, [adopting(text)], { invitation: FEW, quorum: { percent: 50, grace: true } }));
    story.do(agreed(ELECTION, text, 3));
  });

  it("is signed by the keys that it names, over this agreement", () => {
    const story = created();
    const text = charter(story);
    story.do(held(story, [adopting(text)]));
    story.do(held(story, [adopting(text)]));
    const good = agreed(ELECTION, text, 1);
    const [first, second] = [good.signers[0]!, good.signers[1]!];
    for (const wrong of [
      { ...first, name: second.name },
      { ...first, capacity: second.capacity },
      { ...first, signature: second.signature },
    ]) {
      story.refuse({ ...good, signers: [wrong, second] }, "SIGNATURE_WRONG");
    }
    story.refuse({ ...good, assembly: 2 }, "SIGNATURE_WRONG");
    story.refuse({ ...good, signers: agreed("lain", text, 1).signers }, "SIGNATURE_WRONG");
    story.do(good);
  });

  it("has its scan among the attachments of the assembly", () => {
    const story = created();
    const text = charter(story);
    const body: DocumentAgreed = { ...agreed(ELECTION, text, 1), signers: [], scan: SCAN };
    story.do(held(story, [adopting(text)]));
    story.refuse(body, "SCAN_NOT_ATTACHED");
    story.do(revised(story, 1, { attachments: ATTACHED }));
    story.do(body);
  });

  /** Adopt a blob that stands under the name of a text. */
  function agreeTo(story: Story, text: Document, data: Uint8Array): DocumentAgreed {
    const sha256 = story.keep(data);
    const adopted = { document: text.document, version: 1, sha256 };
    story.do(held(story, [sampleDecision(1, { adopts: adopted })], { attachments: ATTACHED }));
    return { ...agreed(ELECTION, text, story.state.assemblies.size), sha256, signers: [], scan: SCAN };
  }

  it("is whole, and of the kind and title that the event names", () => {
    const story = created();
    const text = sampleDocument("AD", story.rules);
    const plain = documentToJson(text);
    for (const [data, code] of [
      [utf8("teks biasa"), "DOCUMENT_MALFORMED"],
      [serialise({ ...plain, document: "ART" }), "DOCUMENT_DIFFERS"],
      [serialise({ ...plain, title: "Lain" }), "DOCUMENT_DIFFERS"],
      [serialise({ ...plain, chapters: [] }), "DOCUMENT_INCOMPLETE"],
      [serialise({ ...plain, preamble: ["{{ambang}}"] }), "REFERENCE_UNKNOWN"],
    ] as const) {
      story.refuse(agreeTo(story, text, data), code);
    }
    const tatib = sampleDocument("TATIB", rulesWith({ min_batch: 11 }));
    const body = agreeTo(story, tatib, documentToBytes(tatib));
    story.refuse({ ...body, rulesSha256: story.rules.sha256 }, "RULES_TEXT_DIFFERS");
  });

  it("has the criteria of the rules, whichever comes first", () => {
    const story = created();
    const others = story.keepText(sampleDocument("KRITERIA", rulesWith({ criteria: ["jujur", "kaya"] })));
    const tatib = story.document("TATIB");
    story.do(tatib, held(story, [adopting(others)]), agreed(ELECTION, others, 2));
    story.refuse(story.sealedRules(), "CRITERIA_DIFFER");
    story.do(story.document("KRITERIA", 2));
    story.do(story.sealedRules());
    story.do(held(story, [sampleDecision(1, { adopts: adopts(others, 3) })]));
    story.refuse(agreed(ELECTION, others, 4, 3), "CRITERIA_DIFFER");
  });
});

describe("a revision", () => {
  it("does not take away the decision under a document in force", () => {
    const story = created();
    const text = charter(story);
    const taken = adopting(text);
    story.do(held(story, [taken, sampleDecision(2)], { attachments: ATTACHED }));
    story.do({ ...agreed(ELECTION, text, 1), scan: SCAN });
    for (const members of [
      { decisions: [sampleDecision(2)] },
      { decisions: [{ ...taken, text: "Ditunda." }] },
      { decisions: [{ ...taken, adopts: null }] },
      { invitation: { ...FEW, invited: 1000 } },
      { attachments: [] },
    ]) {
      story.refuse(revised(story, 1, members), "ADOPTION_CHANGED");
    }
    story.do(revised(story, 1, { decisions: [taken], place: "Masjid" }));
  });

  it("may change a decision under a document that was replaced", () => {
    const story = created();
    const text = charter(story);
    story.do(held(story, [adopting(text)]));
    story.do(agreed(ELECTION, text, 1));
    story.do(story.document("AD", 2));
    story.do(revised(story, 1, { decisions: [] }));
  });
});
