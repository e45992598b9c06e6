"""The tables that the pages read are those of this code."""

import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "ballots" / "write_tables.py"
WRITER = runpy.run_path(str(SCRIPT), run_name="write_tables")


@pytest.mark.parametrize("path", sorted(WRITER["tables"]()))
def test_a_table_of_the_pages_is_up_to_date(path: str) -> None:
    written = (WRITER["FOLDER"] / path).read_text(encoding="utf-8")
    assert written == WRITER["text_of"](WRITER["tables"]()[path]), "run python ballots/write_tables.py"
