"""Rules for files: short, described, and free of the machine they were written on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "api/rembug_api",
    "ballots/rembug_ballots",
    "crypto/rembug_crypto",
    "service/rembug_service",
)
MOST_LINES = 500
# Made by programs, or not part of the project.
LEFT_OUT = {"target", "node_modules", "build", "dist", "static", "data", "demo-data", "__pycache__"}
CODE = {".py", ".rs", ".ts", ".tsx", ".css", ".mako", ".typ"}
TEXT = CODE | {".md", ".toml", ".ini", ".yaml", ".yml", ".sh", ".html", ""}
# A path of one person's machine, or of a folder beside the repository.
MACHINE = re.compile(r"(?<![\w.])/(?:work|root)/|\.\./shared")


# Written by a program from the interface's document; nobody reads it from top to bottom.
GENERATED = {"frontend/src/api/schema.ts"}


def _files(suffixes: set[str]) -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if LEFT_OUT.intersection(parts) or (parts[0].startswith(".") and parts[0] != ".ci"):
            continue
        if path.suffix in suffixes and path.is_file():
            yield path


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _machine_paths(text: str) -> list[str]:
    return [match.group() for match in MACHINE.finditer(text)]


def test_no_file_of_code_is_longer_than_a_reader_can_hold() -> None:
    lengths = {_name(path): len(path.read_text().splitlines()) for path in _files(CODE) if _name(path) not in GENERATED}
    assert len(lengths) > 50, "the search for files found almost none"
    assert {name: n for name, n in lengths.items() if n > MOST_LINES} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_is_for(package: str) -> None:
    modules = list((ROOT / package).rglob("*.py"))
    assert modules
    silent = [_name(path) for path in modules if not ast.get_docstring(ast.parse(path.read_text()))]
    assert silent == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_of_modules_is_a_package(package: str) -> None:
    folders = {path.parent for path in (ROOT / package).rglob("*.py")}
    assert [_name(f) for f in sorted(folders) if not (f / "__init__.py").exists()] == []
    assert (ROOT / package / "py.typed").exists()


def test_the_folder_of_migrations_does_not_hide_the_library() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()


def test_no_file_outside_the_tests_names_a_path_of_one_machine() -> None:
    named = {
        _name(path): found
        for path in _files(TEXT)
        if "tests" not in path.relative_to(ROOT).parts and (found := _machine_paths(path.read_text(errors="replace")))
    }
    assert named == {}


@pytest.mark.parametrize("text", ["see /work/x", "'/root/.cache'", "(../shared/vectors)"])
def test_a_path_of_one_machine_is_recognised(text: str) -> None:
    assert _machine_paths(text)


@pytest.mark.parametrize("text", ["https://example.org/work/x", "network/workers", "a/root/b"])
def test_an_innocent_path_is_left_alone(text: str) -> None:
    assert not _machine_paths(text)
