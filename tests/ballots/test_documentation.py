from pathlib import Path

import pytest

from rembug_ballots.events import EVENT_TYPES
from rembug_ballots.events.schema import member_codecs
from rembug_ballots.presets import langsung

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"


def part(name: str) -> str:
    """Return the text between the comments of a part."""
    text = PAGE.read_text(encoding="utf-8")
    begin = text.index(f"<!-- begin {name}:")
    return text[text.index("\n", begin) + 1 : text.index(f"<!-- end {name} -->")]


def rows() -> dict[str, set[str]]:
    """Return the members that the table of events gives to each type."""
    table: dict[str, set[str]] = {}
    for line in part("events").splitlines()[2:]:
        kind, members = line.split(" | ")[:2]
        words = members.split("; `")
        table[kind.strip("| `")] = {word.strip("`").split("`")[0] for word in words}
    return table


def test_the_table_has_every_type_and_member_of_the_code_and_no_other() -> None:
    assert rows() == {kind: set(member_codecs(body)) for kind, body in EVENT_TYPES.items()}


def test_the_parts_that_follow_from_the_code_are_up_to_date() -> None:
    scope: dict[str, object] = {"__name__": "write_docs", "__file__": str(PAGE)}
    source = PAGE.parents[1] / "ballots" / "write_docs.py"
    exec(compile(source.read_text(encoding="utf-8"), str(source), "exec"), scope)  # noqa: S102 - our own script
    parts = scope["parts"]
    assert callable(parts)
    for name, text in parts().items():
        assert part(name) == text


@pytest.mark.parametrize("member", sorted(langsung("Sukamaju").to_json()))
def test_every_member_of_the_rules_is_described(member: str) -> None:
    assert f"| `{member}` |" in PAGE.read_text(encoding="utf-8")


def test_every_member_of_a_contest_is_described() -> None:
    text = PAGE.read_text(encoding="utf-8")
    stages = langsung("Sukamaju").to_json()["stages"]
    assert isinstance(stages, list)
    stage = stages[0]
    assert isinstance(stage, dict)
    contests = stage["contests"]
    assert isinstance(contests, list)
    contest = contests[0]
    assert isinstance(contest, dict)
    assert all(f"`{member}`" in text for member in contest)
