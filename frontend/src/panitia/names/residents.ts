/** The register, for telling residents apart: loaded once, looked up by person. */
import { answered, client, type Schema } from "../../api/client.ts";

export type Resident = Schema["Resident"];

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
): Promise<Schema["RegisterPage"]> {
  const params = { path: { election }, query: { q: words, offset, limit } };
  return await answered(client.GET("/api/v1/elections/{election}/register", { params }));
}

/** Write a unit as people read it. */
export function unitOf(resident: Resident): string {
  const { rt, rw } = resident.unit;
  return [rt === null ? "" : `RT ${rt}`, rw === null ? "" : `RW ${rw}`].filter((part) => part !== "").join(" / ");
}
