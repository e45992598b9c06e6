"""Writes the parts of docs/formats.md that follow from the code: `python ballots/write_docs.py`.

A test compares them, so that page and code cannot part.
"""

from pathlib import Path

from rembug_ballots.events.describe import event_table, refusal_table
from rembug_ballots.phases import diagram
from rembug_ballots.references import CHOICE_WORDS, CONTEST_NAMES, RULE_NAMES, STAGE_NAMES
from rembug_ballots.refusals import SENTENCES
from rembug_ballots.verification.attribution import SLUG_OF, SLUG_OF_EVENT
from rembug_ballots.verification.catalogue import CATALOGUE

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"


def reference_table() -> str:
    """Return the names of the rules and the words of their choices as Markdown."""
    names = [(f"`{name}`", path) for name, path in RULE_NAMES.items()]
    names += [(f"`tahap.<id>.{name}`", f"{member} of a stage") for name, member in STAGE_NAMES.items()]
    names += [(f"`kontes.<id>.{name}`", f"{member} of a contest") for name, member in CONTEST_NAMES.items()]
    words = [
        (member, f"`{value}`", shown) for member, choices in CHOICE_WORDS.items() for value, shown in choices.items()
    ]
    return "\n".join(
        [
            "| name | member of the rules |",
            "|---|---|",
            *[f"| {name} | {path} |" for name, path in names],
            "",
            "| member | value | shown as |",
            "|---|---|---|",
            *[f"| {member} | {value} | {shown} |" for member, value, shown in words],
            "",
        ]
    )


def check_table() -> str:
    """Return the checks of a verifier as Markdown, by number."""
    rows = [f"| {entry.id} | `{entry.slug}` | {entry.title} |" for entry in CATALOGUE.values()]
    return "\n".join(["| number | name | what it says to people |", "|---|---|---|", *rows, ""])


def parts() -> dict[str, str]:
    """Return the text of each part by its name."""
    return {
        "checks": check_table(),
        "events": event_table(),
        "phases": f"```mermaid\n{diagram()}```\n",
        "references": reference_table(),
        "refusals": refusal_table(
            {code.value: text for code, text in SENTENCES.items()},
            {code.value: CATALOGUE[slug].id for code, slug in SLUG_OF.items()},
            {(code.value, kind): CATALOGUE[slug].id for (code, kind), slug in SLUG_OF_EVENT.items()},
        ),
    }


def markers(name: str) -> tuple[str, str]:
    """Return the comments around a part."""
    return f"<!-- begin {name}: ballots/write_docs.py -->\n", f"<!-- end {name} -->\n"


def main() -> None:
    """Write every part between its comments."""
    page = PAGE.read_text(encoding="utf-8")
    for name, text in parts().items():
        begin, end = markers(name)
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise SystemExit(f"{PAGE} has no part {name}")
        page = before + begin + text + end + after
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
