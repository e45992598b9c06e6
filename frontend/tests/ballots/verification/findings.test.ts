/** From what a chapter says to the status of a check, and from the checks to the verdict. */
import { describe, expect, it } from "vitest";
import { NotCanonical } from "../../../src/ballots/errors.ts";
import { IllegalEvent } from "../../../src/ballots/refusals.ts";
import { checkOf } from "../../../src/ballots/verification/attribution.ts";
import { CATALOGUE } from "../../../src/ballots/verification/catalogue.ts";
import { Findings } from "../../../src/ballots/verification/findings.ts";
import type { Check } from "../../../src/ballots/verification/report.ts";
import { Cancelled } from "../../../src/crypto/work.ts";

const SLUG = "ballots.proof";

function checkAfter(work: (findings: Findings) => void): Check {
  const findings = new Findings();
  work(findings);
  const found = findings.report().checks.find((check) => check.slug === SLUG);
  if (found === undefined) throw new Error("no such check");
  return found;
}

describe("a check", () => {
  it("is incomplete when nothing was looked at", () => {
    expect(checkAfter(() => undefined)).toMatchObject({ status: "incomplete", count: 0, id: "9.6" });
  });

  it("is ok when something was looked at and nothing failed", () => {
    expect(checkAfter((findings) => findings.looked(SLUG, 3))).toMatchObject({ status: "ok", count: 3, detail: "" });
  });

  it("has failed whatever else is missing or does not apply", () => {
    const check = checkAfter((findings) => {
      findings.skip(SLUG, "tidak ada");
      findings.lack(SLUG, "belum ada");
      findings.require(SLUG, false, "salah", 7);
    });
    expect(check).toMatchObject({ status: "failed", count: 1, detail: "catatan 7: salah" });
  });

  it("is incomplete when something is missing beside what was found good", () => {
    const check = checkAfter((findings) => {
      findings.looked(SLUG);
      findings.lack(SLUG, "belum ada");
    });
    expect(check).toMatchObject({ status: "incomplete", detail: "belum ada" });
  });

  it("shows five failures and the number of the others", () => {
    const check = checkAfter((findings) => {
      for (let index = 0; index < 8; index++) findings.fail(SLUG, "salah", index);
    });
    expect(check.detail.endsWith("catatan 4: salah; dan 3 lagi")).toBe(true);
  });

  it("names one failure once", () => {
    const check = checkAfter((findings) => {
      findings.fail(SLUG, "salah");
      findings.fail(SLUG, "salah");
    });
    expect(check.detail).toBe("salah");
  });
});

describe("a guard", () => {
  it("writes down what a bad record causes", () => {
    const check = checkAfter((findings) => {
      const work = () => {
        throw new NotCanonical("a key twice");
      };
      expect(findings.guard(SLUG, work, 2, "suara")).toBeUndefined();
    });
    expect(check).toMatchObject({ count: 1, detail: "catatan 2: suara (penulisan JSON tidak baku)" });
  });

  it("lets a fault of this program through", () => {
    const work = () => {
      throw new TypeError("a fault");
    };
    expect(() => new Findings().guard(SLUG, work)).toThrow(TypeError);
  });
});

describe("the verdict", () => {
  it("is incomplete for a record of which nothing was checked", () => {
    expect(new Findings().report().verdict).toBe("incomplete");
  });

  it("is valid only when every check is ok or does not apply", () => {
    const findings = new Findings();
    for (const slug of CATALOGUE.keys()) findings.looked(slug);
    expect(findings.report().verdict).toBe("valid");
    findings.lack(SLUG, "belum ada");
    expect(findings.report().verdict).toBe("incomplete");
    findings.fail("log.tree", "salah");
    expect(findings.report().verdict).toBe("invalid");
  });
});

describe("a verification", () => {
  it("tells how far it is until it is stopped", () => {
    const told: string[] = [];
    let stop = false;
    const findings = new Findings(
      (slug, done, total) => told.push(`${slug} ${done}/${total}`),
      () => stop,
    );
    findings.progress(SLUG, 1, 2);
    findings.work(SLUG).progress?.(2, 2);
    stop = true;
    expect(() => findings.progress(SLUG, 2, 2)).toThrow(Cancelled);
    expect(findings.work(SLUG).cancelled?.()).toBe(true);
    expect(told).toEqual([`${SLUG} 1/2`, `${SLUG} 2/2`]);
  });
});

describe("a refusal of the fold", () => {
  it("belongs to the check of its code, or of its event where that differs", () => {
    expect(checkOf(new IllegalEvent("CREDENTIAL_USED"), "ballot.cast")).toBe("ballots.once");
    expect(checkOf(new IllegalEvent("CREDENTIAL_USED"), "card.voided")).toBe("cards.voids");
  });
});

describe("the catalogue", () => {
  it("gives each number and each slug once", () => {
    const entries = [...CATALOGUE.values()];
    expect(entries.length).toBeGreaterThan(60);
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
    expect(new Set(entries.map((entry) => entry.slug)).size).toBe(entries.length);
  });
});
