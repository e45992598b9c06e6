/** The register, for telling residents apart: loaded once, looked up by person. */
import { answered, client } from "../../api/client.ts";

export interface Resident {
  readonly person: string;
  readonly name: string;
  readonly nicknames: readonly string[];
  readonly sex: string;
  readonly unit: { readonly rt: number | null; readonly rw: number | null };
  readonly note: string;
}

const PAGE = 5000;

/** Load every resident. */
export async function loadResidents(election: string): Promise<Map<string, Resident>> {
  const found = new Map<string, Resident>();
  for (let offset = 0; ; offset += PAGE) {
    const { rows, total } = await askResidents(election, "", offset, PAGE);
    for (const row of rows) found.set(row.person, row);
    if (offset + PAGE >= total) return found;
  }
}

/** Find residents as people say them. */
export async function askResidents(
  election: string,
  words: string,
  offset: number,
  limit: number,
): Promise<{ rows: readonly Resident[]; total: number }> {
  const params = { path: { election }, query: { q: words, offset, limit } };
  const answer = await answered(client.GET("/api/v1/elections/{election}/register", { params }));
  return answer as unknown as { rows: readonly Resident[]; total: number };
}

/** Write a unit as people read it. */
export function unitOf(resident: Resident): string {
  const { rt, rw } = resident.unit;
  return [rt === null ? "" : `RT ${rt}`, rw === null ? "" : `RW ${rw}`].filter((part) => part !== "").join(" / ");
}
