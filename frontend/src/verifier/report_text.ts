/** A report as a text that anybody reads, prints or sends on. */
import type { Check, Report } from "../ballots/verification/report.ts";
import { number } from "../i18n/texts.ts";
import { type Key, t } from "./texts.ts";

/** Return the chapter of a check, such as 9 of `9.4`. */
export function chapterOf({ id }: Check): number {
  return Number.parseInt(id, 10);
}

/** A chapter of the catalogue with its lines. */
export interface Chapter {
  readonly number: number;
  readonly checks: readonly Check[];
}

/** Return the lines by chapter, in order. */
export function chaptersOf(checks: readonly Check[]): readonly Chapter[] {
  const chapters = new Map<number, Check[]>();
  for (const check of checks) {
    const lines = chapters.get(chapterOf(check));
    if (lines === undefined) chapters.set(chapterOf(check), [check]);
    else lines.push(check);
  }
  return [...chapters].map(([chapter, lines]) => ({ number: chapter, checks: lines }));
}

/** Say what a chapter looks at. */
export function titleOf(chapter: number): string {
  return t(`chapter.${chapter}` as Key);
}

/** Say what it means that a check of a chapter failed. */
export function meaningOf(chapter: number): string {
  return t(`means.${chapter}` as Key);
}

/** Return the whole report as plain text. */
export function reportText(report: Report): string {
  const lines = [t("title"), "", t(`verdict.${report.verdict}`), ""];
  for (const { number: chapter, checks } of chaptersOf(report.checks)) {
    lines.push(`${chapter}. ${titleOf(chapter)}`);
    for (const check of checks) {
      lines.push(`  ${check.id} ${check.title}: ${t(`status.${check.status}`)} (${number(check.count)})`);
      if (check.detail !== "") lines.push(`      ${check.detail}`);
    }
    if (checks.some(({ status }) => status === "failed")) lines.push(`  ${t("means")}: ${meaningOf(chapter)}`);
    lines.push("");
  }
  return lines.join("\r\n");
}
