/** How minutes are put into words. */
import { type Minutes, reachedQuorum } from "../ballots/assemblies.ts";

/** Whether the quorum was reached, or waited for as agreed, or neither; null where none was agreed. */
export function quorumWord(minutes: Minutes): "reached" | "waited" | "short" | null {
  if (minutes.quorum === null || minutes.invitation === null) return null;
  if (reachedQuorum(minutes)) return "reached";
  return minutes.quorum.grace ? "waited" : "short";
}

/** Write a day of the calendar as people here do: Minggu, 1 November 2026. */
export function dayText(day: string, language: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  const locale = language === "en" ? "en-GB" : "id-ID";
  const form = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, form).format(date);
}
