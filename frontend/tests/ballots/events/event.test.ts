/** Events against the golden vectors of the Python implementation, and what those do not reach. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonObject, serialise } from "../../../src/ballots/canonical.ts";
import { MalformedEvent, MalformedValue } from "../../../src/ballots/errors.ts";
import { eventTable } from "../../../src/ballots/events/describe.ts";
import {
  EVENT_TYPES,
  Event,
  holderOf,
  memberReader,
  signerName,
  signerOf,
  unsignedBytes,
} from "../../../src/ballots/events/event.ts";
import { isCommitteeTest } from "../../../src/ballots/events/polling.ts";
import { sameBytes, utf8 } from "../../../src/crypto/bytes.ts";
import { text } from "../../crypto/golden.ts";
import { vectors } from "../vectors.ts";

type Tree = Readonly<Record<string, unknown>> & { readonly body: Readonly<Record<string, unknown>> };

const all = vectors("events");
const leaves = all
  .filter(([, fields]) => fields["result"] === "valid")
  .map(([comment, fields]) => [comment, text(fields, "leaf")] as const);
const samples = leaves.map(([, leaf]) => Event.parse(utf8(leaf)));

function treeOf(event: Event): Tree {
  return JSON.parse(new TextDecoder().decode(event.data)) as Tree;
}

function sample<T extends Event["type"]>(type: T): Event {
  return samples.find((event) => event.type === type)!;
}

/** Read a sample with other members of its body. */
function changed(event: Event, members: Readonly<Record<string, unknown>>): Event {
  const tree = treeOf(event);
  return Event.parse(serialise({ ...tree, body: { ...tree.body, ...members } }));
}

describe("events", () => {
  test("there is a sample of every type", () => {
    expect([...new Set(samples.map(({ type }) => type))].sort()).toEqual(EVENT_TYPES);
  });

  test.each(leaves)("%s", (_, leaf) => {
    const event = Event.parse(utf8(leaf));
    const again = Event.build(event.election, event.body, event.signature);
    expect(new TextDecoder().decode(again.data)).toBe(leaf);
    expect(again.body).toEqual(event.body);
    expect(memberReader(event.type)(treeOf(event).body)).toEqual(event.body);
  });

  test.each(all.filter(([, fields]) => fields["result"] === "invalid"))("refused: %s", (_, fields) => {
    expect(() => Event.parse(utf8(text(fields, "leaf")))).toThrow(MalformedValue);
  });

  test("the table of docs/formats.md says what this code says", () => {
    const page = readFileSync(resolve(import.meta.dirname, "../../../../docs/formats.md"), "utf8");
    expect(eventTable()).toBe(page.split(/<!-- (?:begin|end) events[^>]*-->\n?/)[1]);
  });

  test.each(samples.map((event) => [event.type, event] as const))("%s has exactly its members", (_, event) => {
    const tree = treeOf(event);
    for (const name of Object.keys(tree.body)) {
      const { [name]: _, ...less } = tree.body;
      expect(() => Event.parse(serialise({ ...tree, body: less }))).toThrow(MalformedEvent);
    }
    const { election: _election, ...nowhere } = tree;
    for (const other of [
      nowhere,
      { ...tree, body: { ...tree.body, time: 1 } },
      { ...tree, body: { ...tree.body, type: event.type } },
      { ...tree, time: 1 },
      { ...tree, election: "Sukamaju" },
      { ...tree, type: "ballot.lost" },
      { ...tree, type: "constructor" },
      { ...tree, type: 1 },
      { ...tree, body: [] },
      { ...tree, body: null },
    ]) {
      expect(() => Event.parse(serialise(other))).toThrow(MalformedEvent);
    }
  });

  test.each(samples.map((event) => [event.type, event] as const))("%s is signed by whom it should be", (_, event) => {
    const { signatures, ...tree } = treeOf(event);
    if (signerOf(event.type) === "nobody") {
      const signed = { by: "holder:1", signature: "A".repeat(86) };
      expect(() => Event.parse(serialise({ ...tree, signatures: [signed] }))).toThrow(MalformedEvent);
      expect(() => Event.build(event.election, event.body, new Uint8Array(64))).toThrow(MalformedEvent);
      expect(() => signerName(event.body)).toThrow(MalformedEvent);
      return;
    }
    const [one] = signatures as readonly JsonObject[];
    const { signature: _signature, ...unsigned } = one!;
    for (const other of [[], [one, one], [{ ...one, by: "holder:15" }], [{ ...one, by: "server" }], [unsigned], one]) {
      expect(() => Event.parse(serialise({ ...tree, signatures: other }))).toThrow(MalformedEvent);
    }
    expect(() => Event.parse(serialise(tree))).toThrow(MalformedEvent);
    expect(() => Event.build(event.election, event.body)).toThrow(MalformedEvent);
    expect(event.unsignedBytes()).toEqual(unsignedBytes(event.election, event.body));
    expect(event.unsignedBytes()).toEqual(serialise(tree));
  });

  test("a holder or the card maker signs", () => {
    expect(signerName(sample("mix.done").body)).toMatch(/^holder:\d+$/);
    expect(holderOf(sample("mix.done").body)).toBeGreaterThan(0);
    expect(signerName(sample("cards.registered").body)).toBe("card-maker");
    for (const type of ["cards.registered", "ballot.cast"] as const) {
      expect(() => holderOf(sample(type).body)).toThrow(MalformedEvent);
    }
  });

  test("a fault says where it is", () => {
    const tree = treeOf(sample("election.created"));
    const place = { ...(tree.body["place"] as JsonObject), region_code: "" };
    expect(() => changed(sample("election.created"), { place })).toThrow(
      "election.created: place: region_code: not a text of 1 to 20 characters",
    );
    expect(() => changed(sample("rules.sealed"), { rules: [] })).toThrow("rules.sealed: Tatib bukan objek.");
  });

  test("a ballot of another shape is not built", () => {
    const { body } = sample("ballot.cast");
    if (body.type !== "ballot.cast") throw new Error("no ballot");
    for (const size of [0, 31, 33, 64]) {
      const other = { ...body, credential: new Uint8Array(size) };
      expect(() => Event.build("sukamaju", other)).toThrow(MalformedEvent);
    }
    for (const size of [32, 64, 128, 95, 1120 + 64]) {
      const other = { ...body, ciphertext: new Uint8Array(size) };
      expect(() => Event.build("sukamaju", other)).toThrow(MalformedEvent);
    }
    for (const size of [96, 160, 1120]) {
      expect(Event.build("sukamaju", { ...body, ciphertext: new Uint8Array(size) }).type).toBe("ballot.cast");
    }
  });

  test("a test of a ballot shows everything or nothing", () => {
    const shown = ["ciphertext", "proof", "credential", "randomness", "names"];
    const { body } = samples.find((event) => event.body.type === "ballot.audited" && event.body.names !== null)!;
    const committee = Event.build("sukamaju", body);
    for (const name of shown) expect(() => changed(committee, { [name]: null })).toThrow(MalformedEvent);
    const own = changed(committee, Object.fromEntries(shown.map((name) => [name, null])));
    expect(
      [committee, own].map((event) => event.body.type === "ballot.audited" && isCommitteeTest(event.body)),
    ).toEqual([true, false]);
  });

  test("what no single member can tell", () => {
    const sha256 = "0".repeat(64);
    const agreed = sample("document.agreed");
    expect(() => changed(agreed, { document: "TATIB", rules_sha256: null })).toThrow(/belongs to TATIB/);
    expect(() => changed(agreed, { document: "AD", rules_sha256: sha256 })).toThrow(/belongs to TATIB/);
    expect(changed(agreed, { document: "TATIB", rules_sha256: sha256 }).body).toMatchObject({ rulesSha256: sha256 });

    const list = sample("checkin.list");
    for (const rolls of [[1, 1], [2, 1], [1, 3, 2], [0]])
      expect(() => changed(list, { rolls })).toThrow(MalformedEvent);
    for (const rolls of [[], [7], [1, 2, 9]]) expect(changed(list, { rolls }).body).toMatchObject({ rolls });

    const person = { id: "0123456789", name: "Siti", salt: "A".repeat(22), sex: "P", unit: "RT 1" };
    const decided = sample("adjudication.decided");
    expect(() => changed(decided, { code: "SAH", person: null })).toThrow(/counting code/);
    expect(() => changed(decided, { code: "TIDAK_SAH_BUKAN_NAMA", person })).toThrow(/counting code/);
    expect(changed(decided, { code: "SAH_JABATAN", person }).body).toMatchObject({ person: { sex: "P" } });
    for (const event of [decided, sample("adjudication.reversed")]) {
      expect(() => changed(event, { monitor: "ketua", officers: ["ketua", "sekretaris"] })).toThrow(/monitor/);
      expect(() => changed(event, { monitor: "ketua", officers: ["sekretaris", "ketua"] })).toThrow(/monitor/);
    }

    const settled = sample("tie.settled");
    const checkpoint = { root: "A".repeat(43), size: 9 };
    for (const [method, dice, given, sound] of [
      ["UNDIAN", "3 5", checkpoint, true],
      ["UNDIAN", null, checkpoint, false],
      ["UNDIAN", "3 5", null, false],
      ["MUSYAWARAH", null, null, true],
      ["MUSYAWARAH", "3 5", null, false],
      ["PEMUNGUTAN_ULANG", null, checkpoint, false],
    ] as const) {
      const read = () => changed(settled, { method, dice, checkpoint: given });
      if (sound) expect(read().body).toMatchObject({ method });
      else expect(read).toThrow(/belong to a lot/);
    }
  });

  test("a member of another kind is refused or kept exactly", () => {
    const wrong = [null, true, -1, 0, 2 ** 40, "", "a".repeat(60_000), "\0", " x", "!", [], [null], {}, { a: 1 }];
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), fc.constantFrom(...wrong), (event, place, value) => {
        const names = Object.keys(treeOf(event).body);
        try {
          const other = changed(event, { [names[place % names.length]!]: value });
          expect(Event.build(other.election, other.body, other.signature).data).toEqual(other.data);
        } catch (fault) {
          expect(fault).toBeInstanceOf(MalformedValue);
        }
      }),
    );
  });

  test("a flipped bit is refused or another event", () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), fc.integer({ min: 0, max: 7 }), (event, place, bit) => {
        const data = event.data.slice();
        data[place % data.length]! ^= 1 << bit;
        try {
          const other = Event.parse(data);
          const again = Event.build(other.election, other.body, other.signature);
          expect(sameBytes(again.data, data)).toBe(true);
          expect(sameBytes(again.data, event.data)).toBe(false);
        } catch (fault) {
          expect(fault).toBeInstanceOf(MalformedValue);
        }
      }),
    );
  });
});
