/** What only the table's paper form and its closing know; kept on this device, without any person's name. */

function nameOf(election: string, table: number): string {
  return `rembug-dibantu/${election}/${table}`;
}

/** Return how many voters were assisted at a table. */
export function assisted(election: string, table: number): number {
  return Number(localStorage.getItem(nameOf(election, table)) ?? "0");
}

export function keepAssisted(election: string, table: number, count: number): void {
  localStorage.setItem(nameOf(election, table), String(Math.max(0, count)));
}

function nameOfTablets(election: string, table: number): string {
  return `rembug-tablet/${election}/${table}`;
}

/** Return the tablets of a table that were ever heard of: a service that was started again has forgotten silent ones. */
export function tabletsKnown(election: string, table: number): readonly string[] {
  const kept: unknown = JSON.parse(localStorage.getItem(nameOfTablets(election, table)) ?? "[]");
  return Array.isArray(kept) ? kept.map(String) : [];
}

export function keepTablets(election: string, table: number, names: readonly string[]): void {
  localStorage.setItem(nameOfTablets(election, table), JSON.stringify(names));
}
