/** Says in words what the code of the events says, for docs/formats.md. */
import { jsonName } from "../json_names.ts";
import table from "../phases.json";
import type { EventType } from "./body.ts";
import { BODY_KINDS, signerOf } from "./event.ts";

const HEAD = ["| type | members of `body` | signed by | may stand in |", "|---|---|---|---|"];

/** Return the table of events as Markdown: type, members, signer, and where it may stand. */
export function eventTable(): string {
  const types = Object.keys(table.moves) as EventType[];
  const rows = types.map((type) => {
    const signer = signerOf(type);
    const members = membersOf(BODY_KINDS[type].members);
    return `| \`${type}\` | ${members} | ${signer === "nobody" ? "" : signer} | ${whereOf(type)} |`;
  });
  return `${[...HEAD, ...rows].join("\n")}\n`;
}

function membersOf(members: Readonly<Record<string, { readonly words: string }>>): string {
  const words = new Map(Object.entries(members).map(([member, codec]) => [jsonName(member), codec.words]));
  return [...words.keys()]
    .sort()
    .map((name) => `\`${name}\` ${words.get(name)}`)
    .join("; ");
}

function whereOf(type: EventType): string {
  const { election, contest } = table.moves[type];
  if (contest !== null) return `contest ${table.contest.filter((phase) => phase in contest).join(", ")}`;
  const phases = table.election.filter((phase) => phase in election);
  return phases.length === table.election.length ? "any phase" : `election ${phases.join(", ")}`;
}
