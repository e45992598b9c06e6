/** Numbers that only the table's paper form and its closing know; kept on this device, without any name. */

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
