/** The versions of texts that an assembly may adopt; what was read last is kept for a meeting without a network. */
import { answered, client, NoAnswer, ServiceProblem } from "../../api/client.ts";
import type { Adoption } from "./draft.ts";
import { keeping } from "./keeping.ts";

export interface Offer extends Adoption {
  readonly title: string;
}

/** Return, of each text, the version put before the residents, or the newest one where none is yet. */
export async function offers(election: string): Promise<readonly Offer[]> {
  try {
    const found = await asked(election);
    await keeping.keepOffers(election, found);
    return found;
  } catch (fault) {
    if (fault instanceof NoAnswer || fault instanceof ServiceProblem) return await keeping.offers(election);
    throw fault;
  }
}

async function asked(election: string): Promise<Offer[]> {
  const path = { election };
  const { texts } = await answered(client.GET("/api/v1/elections/{election}/writings", { params: { path } }));
  const begun = texts.filter((each) => each.version > 0);
  return await Promise.all(
    begun.map(async ({ document, title, version, offered }) => {
      const kind = document as "AD" | "ART" | "TATIB" | "KRITERIA";
      const route = "/api/v1/elections/{election}/writings/{kind}/versions";
      const versions = await answered(client.GET(route, { params: { path: { ...path, kind } } }));
      const wanted = offered ?? version;
      return {
        document,
        title,
        version: wanted,
        sha256: versions.find((each) => each.version === wanted)?.sha256 ?? "",
      };
    }),
  );
}
