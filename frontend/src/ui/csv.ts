/**
 * Lists that leave a page as CSV, as Indonesian Excel opens them: UTF-8 with BOM, `;`, CRLF.
 *
 * Source: OWASP, "CSV Injection"; the same rules as `rembug_service/people/export.py`.
 */

// A spreadsheet takes a cell that starts so for a formula; some programs take the full-width signs for the plain ones.
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const CONTROL = /\p{Cc}/gu;
// Leading blanks and invisible signs count as nothing, as some spreadsheets skip them.
const SKIPPED = /^[\p{C}\p{Z}]+/u;
const QUOTED = /[";\r\n]/;

/** Return a cell so that no spreadsheet runs it: a dangerous one gets an apostrophe in front. */
export function neutralise(cell: string): string {
  const cleaned = cell.replaceAll(CONTROL, " ");
  return FORMULA.test(cell) || FORMULA.test(cell.replace(SKIPPED, "")) ? `'${cleaned}` : cleaned;
}

/** Return a CSV file; every cell is neutralised. */
export function writeCsv(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const lines = [header, ...rows].map((row) => row.map((cell) => quoted(neutralise(String(cell)))).join(";"));
  return `\u{feff}${lines.join("\r\n")}\r\n`;
}

function quoted(cell: string): string {
  return QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
