/** One resident as a form holds her: texts until they are sent. */
import type { Schema } from "../../api/client.ts";
import type { Resident } from "../names/residents.ts";

export const STATUSES = ["AKTIF", "PINDAH", "MENINGGAL", "GANDA"] as const;
export type Status = (typeof STATUSES)[number];

export interface Fields {
  name: string;
  nicknames: string;
  sex: string;
  birth: string;
  /** "yes", "no", or "" where nobody has said. */
  adult: string;
  rt: string;
  rw: string;
  status: string;
  note: string;
}

export type Fault = "name" | "sex" | "adult" | "rt" | "birth";

/** Return an empty form. */
export function emptyFields(): Fields {
  return { name: "", nicknames: "", sex: "", birth: "", adult: "", rt: "", rw: "", status: "AKTIF", note: "" };
}

/** Return a resident as a form. */
export function fieldsOf(resident: Resident): Fields {
  return {
    name: resident.name,
    nicknames: resident.nicknames.join(", "),
    sex: resident.sex,
    birth: textOf(resident.birth_year),
    adult: resident.adult === null ? "" : resident.adult ? "yes" : "no",
    rt: textOf(resident.unit.rt),
    rw: textOf(resident.unit.rw),
    status: resident.status,
    note: resident.note,
  };
}

/** Return what is wrong in a form, first things first. */
export function faultsOf(fields: Fields): Fault[] {
  const faults: Fault[] = [];
  if (fields.name.trim() === "") faults.push("name");
  if (fields.sex !== "L" && fields.sex !== "P") faults.push("sex");
  if (fields.adult === "") faults.push("adult");
  if (!isNumber(fields.rt, 999) || !isNumber(fields.rw, 999)) faults.push("rt");
  if (fields.birth.trim() !== "" && !(isNumber(fields.birth, 2200) && Number(fields.birth) >= 1880)) {
    faults.push("birth");
  }
  return faults;
}

/** Return a form without faults as the body of a request. */
export function bodyOf(fields: Fields): Schema["NewResident"] & { status: string } {
  return {
    name: fields.name.trim(),
    nicknames: fields.nicknames
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== ""),
    sex: fields.sex,
    adult: fields.adult === "yes",
    birth_year: numberOf(fields.birth),
    rt: numberOf(fields.rt),
    rw: numberOf(fields.rw),
    note: fields.note.trim(),
    status: fields.status,
  };
}

function textOf(number: number | null | undefined): string {
  return number === null || number === undefined ? "" : String(number);
}

function numberOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text.trim());
}

/** An empty text, or a whole number from 1 to ``most``. */
function isNumber(text: string, most: number): boolean {
  const found = text.trim();
  return found === "" || (/^\d{1,4}$/.test(found) && Number(found) >= 1 && Number(found) <= most);
}
