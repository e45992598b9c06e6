/** What the laptop says of itself: where it is reached, and the certificate's fingerprint. */

export interface Network {
  readonly fingerprint: string;
  readonly https: readonly string[];
  readonly http: readonly string[];
}

/** Ask beside the page. Throws where the server makes no certificates of its own, or does not answer. */
export async function findNetwork(page: URL): Promise<Network> {
  const answer = await fetch(new URL("info.json", page));
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return (await answer.json()) as Network;
}
