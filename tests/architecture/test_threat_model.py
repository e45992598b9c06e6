"""The threat model promises nothing without a test that exists, and names the check that each forgery fails."""

import ast
import re
from functools import cache
from pathlib import Path

from tests.attacks.negative_records import NEGATIVES

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "threat-model.md").read_text()
_TEST = re.compile(r"`(tests/[\w/.]+\.py)::(\w+)`")
_FORGERY = re.compile(r"`([a-z][a-z-]+[a-z])` (\d+\.\d+)")


@cache
def functions(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}


def rows() -> list[list[str]]:
    """Return the cells of every row of every table, without the heads."""
    found = []
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and not set(cells[0]) <= {"-"} and cells[0] not in {"adversary", "fault", "attack"}:
            found.append(cells)
    return found


def test_every_named_test_exists() -> None:
    named = _TEST.findall(PAGE)
    assert len(named) > 50
    assert [f"{path}::{name}" for path, name in named if name not in functions(ROOT / path)] == []


def test_every_row_has_a_test() -> None:
    assert len(rows()) > 35
    assert [cells[0] for cells in rows() if not _TEST.search(" ".join(cells))] == []


def test_every_named_forgery_exists_and_fails_the_check_that_is_named() -> None:
    named = _FORGERY.findall(PAGE)
    assert len(named) > 25
    assert [pair for pair in named if NEGATIVES[pair[0]].forgery.check != pair[1]] == []
