"""Writes the tables that the pages share with this code: `python ballots/write_tables.py`.

Phases, refusals, names of the rules, checks and their sentences, attribution of refusals and words of passphrases stand
once, in Python; the TypeScript reads these files.  A test compares them, so that the two cannot part.
"""

import json
from pathlib import Path

from rembug_ballots.phases import PHASES, POLLING, ContestPhase, ElectionPhase
from rembug_ballots.references import ABSENT_WORDS, CHOICE_WORDS, CONTEST_NAMES, RULE_NAMES, STAGE_NAMES
from rembug_ballots.refusals import SENTENCES
from rembug_ballots.verification.attribution import SLUG_OF, SLUG_OF_EVENT
from rembug_ballots.verification.catalogue import CATALOGUE
from rembug_ballots.verification.sentences import OF_ANY, OF_CLASS, OF_MESSAGE
from rembug_crypto.passphrase_words import WORDS

FOLDER = Path(__file__).parents[1] / "frontend" / "src"


def _phases() -> dict[str, object]:
    moves = {
        kind: {
            "contest": None
            if each.contest is None
            else {phase.value: [target.value for target in targets] for phase, targets in each.contest.items()},
            "election": {phase.value: [target.value for target in targets] for phase, targets in each.election.items()},
        }
        for kind, each in PHASES.items()
    }
    return {
        "contest": [phase.value for phase in ContestPhase],
        "election": [phase.value for phase in ElectionPhase],
        "moves": moves,
        "polling": sorted(phase.value for phase in POLLING),
    }


def tables() -> dict[str, object]:
    """Return the content of each file by its path below `frontend/src`."""
    return {
        "ballots/phases.json": _phases(),
        "ballots/refusals.json": {code.value: sentence for code, sentence in SENTENCES.items()},
        "ballots/references.json": {
            "absent": dict(ABSENT_WORDS),
            "contest": dict(CONTEST_NAMES),
            "rules": dict(RULE_NAMES),
            "stage": dict(STAGE_NAMES),
            "words": {member: dict(words) for member, words in CHOICE_WORDS.items()},
        },
        "ballots/verification/catalogue.json": [
            {"id": entry.id, "slug": entry.slug, "title": entry.title} for entry in CATALOGUE.values()
        ],
        "ballots/verification/attribution.json": {
            "any": {code.value: slug for code, slug in SLUG_OF.items()},
            "event": [[code.value, kind, slug] for (code, kind), slug in SLUG_OF_EVENT.items()],
        },
        "ballots/verification/sentences.json": {"any": OF_ANY, "class": OF_CLASS, "message": OF_MESSAGE},
        "crypto/passphrase_words.json": WORDS,
    }


def text_of(table: object) -> str:
    """Return the text of a file."""
    return json.dumps(table, ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write every file."""
    for path, table in tables().items():
        (FOLDER / path).write_text(text_of(table), encoding="utf-8")


if __name__ == "__main__":
    main()
