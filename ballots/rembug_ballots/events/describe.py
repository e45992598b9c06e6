"""Says in words what the code of the events says, for docs/formats.md."""

from rembug_ballots.events.body import Signer
from rembug_ballots.events.event import EVENT_TYPES
from rembug_ballots.events.schema import member_codecs
from rembug_ballots.phases import PHASES, ContestPhase, ElectionPhase


def event_table() -> str:
    """Return the table of events as Markdown: type, members, signer, and where it may stand."""
    lines = [
        "| type | members of `body` | signed by | may stand in |",
        "|---|---|---|---|",
    ]
    for kind in PHASES:
        body = EVENT_TYPES[kind]
        members = "; ".join(f"`{name}` {codec.words}" for name, codec in member_codecs(body).items())
        signer = "" if body.SIGNER is Signer.NOBODY else body.SIGNER.value
        lines.append(f"| `{kind}` | {members} | {signer} | {_where(kind)} |")
    return "\n".join(lines) + "\n"


def _where(kind: str) -> str:
    moves = PHASES[kind]
    if moves.contest is not None:
        return "contest " + ", ".join(phase.value for phase in ContestPhase if phase in moves.contest)
    if set(moves.election) == set(ElectionPhase):
        return "any phase"
    return "election " + ", ".join(phase.value for phase in moves.election)


def refusal_table(sentences: dict[str, str]) -> str:
    """Return codes and sentences as Markdown."""
    rows = [f"| `{code}` | {sentence} |" for code, sentence in sentences.items()]
    return "\n".join(["| code | sentence |", "|---|---|", *rows]) + "\n"
