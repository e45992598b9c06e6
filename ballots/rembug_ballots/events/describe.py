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


def refusal_table(sentences: dict[str, str], checks: dict[str, str], of_event: dict[tuple[str, str], str]) -> str:
    """Return codes, sentences, and the numbers of the verifier's checks that report them, as Markdown.

    Args:
        sentences: by code.
        checks: by code.
        of_event: the check of a code where the refused event is of this type.
    """

    def row(code: str, sentence: str) -> str:
        others = [f"of `{kind}` {number}" for (other, kind), number in of_event.items() if other == code]
        return f"| `{code}` | {sentence} | {'; '.join([checks[code], *others])} |"

    rows = [row(code, sentence) for code, sentence in sentences.items()]
    return "\n".join(["| code | sentence | check |", "|---|---|---|", *rows]) + "\n"
