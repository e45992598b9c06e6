import { decodeSlots, encodeSlots } from "../../src/crypto/encoding.ts";
import { Elements } from "../../src/crypto/group.ts";
import { AnotherOutcome, runVectors, same } from "./vectors.ts";

runVectors("encoding", {
  EncodeSlot: (fields) => same(encodeSlots([fields.bytes("slot")]).toBytes(), fields.bytes("elements")),
  DecodeSlot(fields) {
    const [slot] = decodeSlots(Elements.fromBytes(fields.bytes("elements"), { allowIdentity: true }));
    if (slot === null || slot === undefined) throw new AnotherOutcome();
    same(slot, fields.bytes("slot"));
  },
});
