import { utf8 } from "../../src/crypto/bytes.ts";
import { expandMessageXmd } from "../../src/crypto/expand.ts";
import { Element, Elements, hashToElements, msm, msmSecret, Scalar, Scalars } from "../../src/crypto/group.ts";
import { type Fields, runVectors, same } from "./vectors.ts";

function joined(fields: Fields, name: string): Uint8Array {
  return Uint8Array.from(Buffer.from(fields.texts(name).join(""), "hex"));
}

runVectors("group", {
  ScalarDecoding: (fields) => same(Scalar.fromBytes(fields.bytes("scalar")).toBytes(), fields.bytes("scalar")),
  ScalarArithmetic(fields) {
    const a = Scalar.fromBytes(fields.bytes("a"));
    const b = Scalar.fromBytes(fields.bytes("b"));
    same(a.add(b).toBytes(), fields.bytes("sum"));
    same(a.sub(b).toBytes(), fields.bytes("difference"));
    same(a.mul(b).toBytes(), fields.bytes("product"));
    same(a.inverse().toBytes(), fields.bytes("inverse_of_a"));
  },
  WideReduction: (fields) => same(Scalar.fromWide(fields.bytes("wide")).toBytes(), fields.bytes("scalar")),
  ElementDecoding: (fields) => same(Element.fromBytes(fields.bytes("element")).toBytes(), fields.bytes("element")),
  ElementArithmetic(fields) {
    const p = Element.fromBytes(fields.bytes("p"));
    const q = Element.fromBytes(fields.bytes("q"));
    same(p.add(q).toBytes(), fields.bytes("sum"));
    same(p.sub(q).toBytes(), fields.bytes("difference"));
    same(p.times(Scalar.fromBytes(fields.bytes("scalar"))).toBytes(), fields.bytes("product"));
  },
  SumOfProducts(fields) {
    const scalars = Scalars.fromBytes(joined(fields, "scalars"));
    const elements = Elements.fromBytes(joined(fields, "elements"), { allowIdentity: true });
    same(msm(scalars, elements).toBytes(), fields.bytes("sum"));
    same(msmSecret(scalars, elements).toBytes(), fields.bytes("sum"));
  },
  OneWayMap: (fields) => same(hashToElements(fields.bytes("uniform")).toBytes(), fields.bytes("element")),
  HashToElement(fields) {
    const message = utf8(fields.text("message"));
    const dst = utf8(fields.text("dst"));
    same(expandMessageXmd(message, dst, 128), fields.bytes("uniform_128"));
    same(hashToElements(expandMessageXmd(message, dst, 64)).toBytes(), fields.bytes("element"));
  },
});
