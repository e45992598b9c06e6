"""The shape of the golden vectors of the protocol: Wycheproof's, one fault a test."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None


def group(kind: str, tests: Sequence[Mapping[str, Json]], **common: Json) -> dict[str, Json]:
    """Return a test group; ``common`` holds for every test that does not say otherwise."""
    return {"type": kind, **common, "tests": tests}


def valid(comment: str, **fields: Json) -> dict[str, Json]:
    """Return a test that must be accepted, or whose outcome is as stated."""
    return {"comment": comment, **fields, "result": "valid"}


def invalid(comment: str, **fields: Json) -> dict[str, Json]:
    """Return a test that must be refused, or whose stated outcome is wrong."""
    return {"comment": comment, **fields, "result": "invalid"}


def vector_file(algorithm: str, source: str, groups: Sequence[Mapping[str, Json]]) -> dict[str, Json]:
    """Number the tests and put the groups into a file."""
    numbered = []
    count = 0
    for each in groups:
        tests = each["tests"]
        assert isinstance(tests, Sequence)
        renumbered = []
        for test in tests:
            assert isinstance(test, Mapping)
            count += 1
            renumbered.append({"tcId": count, **test})
        numbered.append({**each, "tests": renumbered})
    return {
        "algorithm": algorithm,
        "source": source,
        "notes": [
            "All bytes are lower-case hexadecimal.",
            "A test's fields take the place of its group's.",
            "Seeded randomness is the output of SHAKE-256 over the seed's UTF-8, read from its start.",
        ],
        "numberOfTests": count,
        "testGroups": numbered,
    }
