import { expect, test } from "vitest";
import { nameOf } from "../../../src/ballots/state/blobs.ts";
import type { Context } from "../../../src/ballots/verification/context.ts";
import { checkMinutes } from "../../../src/ballots/verification/minutes.ts";
import type { Check } from "../../../src/ballots/verification/report.ts";
import { blobOf, closingOf, contextOf, found, OFFICERS, registerOf } from "./contexts.ts";

const WINNER = "0123456789";
const WOMEN = { elected: 0, met: true, required: 0 };
const RIGHT = {
  contest: { id: "bkm" },
  elected: [WINNER],
  election: "uji",
  note: "bebas",
  persons: { [WINNER]: { name: "Siti", sex: "P", unit: "RT 01" } },
  reserves: [],
  result: { seats: 1 },
  tables: [{ ballots: 5, checkins: 6, paper_signatures: 0, place: "bebas", table: 1 }],
  women: WOMEN,
};

function checked(minutes: Uint8Array): Check {
  const person = { id: WINNER, name: "Siti", sex: "P", unit: "RT 01", salt: new Uint8Array(16) } as const;
  const body = { contest: "bkm", elected: [WINNER], reserves: [], women: WOMEN, officers: OFFICERS };
  const certified = { ...body, type: "result.certified", minutes: nameOf(minutes) } as const;
  const decided = { contest: "bkm", string: "Siti", code: "SAH", person, reason: "jelas", officers: OFFICERS } as const;
  const context: Context = contextOf(
    [
      registerOf(10),
      closingOf(5, 5),
      closingOf(6, 5),
      { ...decided, type: "adjudication.decided", monitor: "pemantau" },
      { type: "result.counted", contest: "bkm", result: RIGHT.result },
    ],
    minutes,
  );
  checkMinutes(context, "bkm", 5, certified);
  return found(context, "certification.minutes");
}

test("minutes that repeat the log, and may say more", () => {
  expect(checked(blobOf(RIGHT))).toMatchObject({ status: "ok", detail: "" });
  expect(checked(blobOf({ ...RIGHT, contest: "bkm" })).status).toBe("ok");
});

test.each([
  [{ elected: [] }, "memuat hasil lain"],
  [{ election: "lain" }, "memuat hasil lain"],
  [{ contest: { id: "lain" } }, "memuat hasil lain"],
  [{ result: { seats: 2 } }, "memuat hasil lain"],
  [{ women: { ...WOMEN, met: false } }, "memuat hasil lain"],
  [{ persons: { [WINNER]: { name: "Budi", sex: "P", unit: "RT 01" } } }, "menyebut nama warga yang lain"],
  [{ persons: [] }, "menyebut nama warga yang lain"],
  [{ tables: [] }, "memuat angka meja yang lain"],
  [{ tables: [{ table: 2 }] }, "memuat angka meja yang lain"],
  [{ tables: [{ table: 1, checkins: 5 }] }, "memuat angka meja yang lain"],
  [{ tables: [{ table: 1, walked_away: 1 }] }, "memuat angka meja yang lain"],
  [{ tables: [{ table: true }] }, "memuat angka meja yang lain"],
  [{ result: { seats: true } }, "memuat hasil lain"],
  [{ women: { ...WOMEN, elected: false } }, "memuat hasil lain"],
])("minutes with %j", (changed, words) => {
  expect(checked(blobOf({ ...RIGHT, ...changed }))).toMatchObject({
    status: "failed",
    detail: `catatan 5: berita acara ${words}`,
  });
});

test("minutes that are no object, or no canonical JSON", () => {
  expect(checked(blobOf([])).detail).toBe("catatan 5: berita acara bukan sebuah objek");
  expect(checked(Uint8Array.of(0x7b)).detail).toContain("bukan JSON");
});
