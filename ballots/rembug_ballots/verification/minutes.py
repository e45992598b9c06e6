"""Check 16.3: the berita acara says what the log says: result, names of people, and numbers of tables.

Source: docs/formats.md, ``result.certified``.  Members that repeat nothing of the log are free.
"""

from __future__ import annotations

from typing import Final

from rembug_ballots.canonical import JsonValue, parse, same
from rembug_ballots.events.polling import TableClosed
from rembug_ballots.events.tally import AdjudicationDecided, ResultCertified, ResultCounted
from rembug_ballots.ids import ContestId
from rembug_ballots.verification.context import Context

SLUG: Final = "certification.minutes"
_MOST_BYTES: Final = 64 * 1024 * 1024
_COUNTED: Final = (
    "added",
    "assisted",
    "ballots",
    "checkins",
    "left",
    "missing",
    "paper_signatures",
    "replaced",
    "voided",
    "walked_away",
)
"""Members of a table in the minutes that repeat ``table.closed``."""


def check_minutes(context: Context, contest: ContestId, index: int, body: ResultCertified) -> None:
    """Check 16.3 for one contest, whose certification is event ``index``."""
    findings = context.findings
    data = context.blob(SLUG, body.minutes, "berita acara", index)
    counted = context.last(ResultCounted, contest)
    if data is None or counted is None:
        return
    with findings.guard(SLUG, index):
        value = parse(data, max_bytes=_MOST_BYTES)
        if not isinstance(value, dict):
            findings.fail(SLUG, "berita acara bukan sebuah objek", index)
            return
        told = body.women
        women: dict[str, JsonValue] = {"elected": told.elected, "met": told.met, "required": told.required}
        agrees = (
            _names_contest(value.get("contest"), contest)
            and value.get("election", context.election) == context.election
            and same(value.get("elected"), list(body.elected))
            and same(value.get("reserves"), list(body.reserves))
            and same(value.get("result"), counted[1].result)
            and same(value.get("women"), women)
        )
        findings.require(SLUG, agrees, "berita acara memuat hasil lain", index)
        people = _right_persons(context, contest, value.get("persons", {}))
        findings.require(SLUG, people, "berita acara menyebut nama warga yang lain", index)
        tables = _right_tables(context, contest, value.get("tables"))
        findings.require(SLUG, tables, "berita acara memuat angka meja yang lain", index)


def _names_contest(value: JsonValue, contest: ContestId) -> bool:
    """Say whether the minutes are of this contest: its id, or an object that has it."""
    return value == contest or (isinstance(value, dict) and value.get("id") == contest)


def _right_persons(context: Context, contest: ContestId, value: JsonValue) -> bool:
    """Say whether every person has the name that a decision gave: the minutes are read by name, not by id."""
    known: dict[str, JsonValue] = {
        str(body.person.id): {"name": body.person.name, "sex": body.person.sex.value, "unit": body.person.unit}
        for _, body in context.of(AdjudicationDecided, contest)
        if body.person is not None
    }
    return isinstance(value, dict) and all(same(known.get(person), said) for person, said in value.items())


def _right_tables(context: Context, contest: ContestId, value: JsonValue) -> bool:
    """Say whether the minutes list the tables of the contest with the numbers of their last closing."""
    closings = {body.table: body for _, body in context.each(TableClosed)}
    numbers = [number for number, sealed in context.tables.items() if sealed.contest == contest]
    if not isinstance(value, list) or len(value) != len(numbers):
        return False
    for number, said in zip(numbers, value, strict=True):
        closing = closings.get(number)
        if closing is None or not isinstance(said, dict) or not same(said.get("table"), number):
            return False
        if not all(same(said.get(member, getattr(closing, member)), getattr(closing, member)) for member in _COUNTED):
            return False
    return True
