import { expect, test } from "vitest";
import type { Body } from "../../../src/ballots/events/body.ts";
import { decisionsInForce } from "../../../src/ballots/verification/outcome.ts";
import { contextOf, found, OFFICERS } from "./contexts.ts";

const COMMON = { contest: "bkm", string: "Siti", reason: "jelas", officers: OFFICERS, monitor: "pemantau" };
const DECIDED: Body = { ...COMMON, type: "adjudication.decided", code: "TIDAK_SAH_BUKAN_NAMA", person: null };
const AGAIN: Body = { ...DECIDED, code: "TIDAK_SAH_LUAR_UNIT" };
const REVERSED: Body = { ...COMMON, type: "adjudication.reversed" };

test("the decision in force is the one after the last reversal", () => {
  const context = contextOf([DECIDED, REVERSED, AGAIN, { ...DECIDED, contest: "lain" }]);
  expect([...decisionsInForce(context, "bkm")].map(([text, [index]]) => [text, index])).toEqual([["Siti", 2]]);
  expect(found(context, "adjudication.one-person").status).toBe("incomplete");
});

test("a reversed decision is in force no more", () => {
  expect(decisionsInForce(contextOf([DECIDED, REVERSED]), "bkm").size).toBe(0);
});

test("a text that is decided twice is a failure, and the later decision stands", () => {
  const context = contextOf([DECIDED, AGAIN]);
  expect(decisionsInForce(context, "bkm").get("Siti")?.[0]).toBe(1);
  expect(found(context, "adjudication.one-person").detail).toBe("catatan 1: “Siti” diputuskan dua kali");
});
