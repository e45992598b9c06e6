/** Objections that wait for others to agree, for pages that only tell how many there are. */
import { answered, client } from "../../api/client.ts";

/** Return how many decisions of a contest somebody objects to, while the others have not agreed. */
export async function waitingObjections(election: string, contest: string): Promise<number> {
  const params = { path: { election, contest } };
  const view = await answered(client.GET("/api/v1/elections/{election}/contests/{contest}/opinions", { params }));
  return new Set(view.opinions.filter((each) => each.reverse).map((each) => each.string)).size;
}
