"""Readable names of the numbers and choices of the rules, for the text of a tatib.

``{{ambang}}`` in a clause stands for the threshold of the rules in the same document, so that what the residents read
and what the election runs under are one thing.  Source: docs/formats.md, "References".
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from rembug_ballots.counting_model import DuplicatePolicy, WomenRule
from rembug_ballots.rules import ContestRules, Electorate, NomineeSet, Preset, Publication, Rules, TieStep

_WORDS: Final[Mapping[StrEnum, str]] = {
    Preset.LANGSUNG: "langsung",
    Preset.DUA_TINGKAT: "dua tingkat",
    Preset.BEBAS: "bebas",
    Publication.TERBUKA: "terbuka",
    Publication.SAKSI: "saksi",
    DuplicatePolicy.ONCE: "dihitung satu kali",
    DuplicatePolicy.VOID: "membatalkan surat suara",
    TieStep.MUSYAWARAH: "musyawarah",
    TieStep.PEMUNGUTAN_ULANG: "pemungutan suara ulang",
    TieStep.UNDIAN: "undian",
    Electorate.DEWASA: "warga dewasa",
    Electorate.UTUSAN: "utusan warga",
    NomineeSet.KELURAHAN: "warga kelurahan",
    NomineeSet.UNIT: "warga wilayah pemilihan",
    NomineeSet.UTUSAN: "utusan warga",
    WomenRule.REPORT: "dilaporkan",
    WomenRule.SEATS: "kursi khusus",
}

RULE_NAMES: Final[Mapping[str, Callable[[Rules], str]]] = MappingProxyType(
    {
        "cara": lambda rules: _WORDS[rules.preset],
        "umur_dewasa": lambda rules: str(rules.adult.age),
        "pernah_menikah": lambda rules: "ya" if rules.adult.or_ever_married else "tidak",
        "pemegang_kunci": lambda rules: str(rules.holders),
        "ambang": lambda rules: str(rules.threshold),
        "pengocok": lambda rules: str(rules.mixers),
        "suara_paling_sedikit": lambda rules: str(rules.min_batch),
        "kelipatan_hadir": lambda rules: str(rules.checkin_block),
        "pengumuman": lambda rules: _WORDS[rules.publication],
        "cadangan_kartu_permil": lambda rules: str(rules.card_reserve_permille),
        "pemilih_per_meja": lambda rules: str(rules.table_max),
        "uji_per_meja": lambda rules: str(rules.audits_per_table),
        "nama_ganda": lambda rules: _WORDS[rules.duplicate_policy],
        "urutan_suara_sama": lambda rules: ", ".join(_WORDS[step] for step in rules.tie_ladder),
        "kriteria": lambda rules: ", ".join(rules.criteria),
    }
)
"""Names of the rules as a whole."""

CONTEST_NAMES: Final[Mapping[str, Callable[[ContestRules], str]]] = MappingProxyType(
    {
        "nomor": lambda contest: str(contest.index),
        "nama": lambda contest: contest.title,
        "wilayah": lambda contest: contest.unit,
        "pemilih": lambda contest: _WORDS[contest.electorate],
        "dapat_dipilih": lambda contest: _WORDS[contest.nominees],
        "nama_paling_sedikit": lambda contest: str(contest.names_min),
        "nama_paling_banyak": lambda contest: str(contest.names_max),
        "kursi": lambda contest: str(contest.seats),
        "cadangan": lambda contest: str(contest.reserves),
        "kuorum_persen": lambda contest: str(contest.quorum_percent),
        "perempuan_persen": lambda contest: str(contest.women_percent),
        "aturan_perempuan": lambda contest: _WORDS[contest.women_rule],
    }
)
"""Names of one contest: ``kontes.<id>.<name>``."""


def values_of(rules: Rules) -> dict[str, str]:
    """Return the words for every name that a text under these rules may use, in the order of the rules."""
    values = {name: words(rules) for name, words in RULE_NAMES.items()}
    for stage in rules.stages:
        values[f"tahap.{stage.id}.nama"] = stage.title
        for contest in stage.contests:
            for name, of_contest in CONTEST_NAMES.items():
                values[f"kontes.{contest.id}.{name}"] = of_contest(contest)
    return values


def pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """Cut a text at its references; yield each piece as it is written, and its name where it is a reference.

    What stands between ``{{`` and the next ``}}`` is a name. A ``}}`` without a ``{{`` before it, and a ``{{`` that is
    never closed, count as references of that name: no such name exists.
    """
    rest = text
    while rest:
        before, opened, after = rest.partition("{{")
        literal, stray, behind = before.partition("}}")
        if literal:
            yield literal, None
        if stray:
            yield "}}", "}}"
            rest = behind + opened + after
            continue
        name, closed, rest = after.partition("}}")
        if opened and closed:
            yield "{{" + name + "}}", name
        elif opened:
            yield "{{", "{{"
            yield after, None
            return


def names_in(text: str) -> list[str]:
    """Return the names of the references of a text, in order."""
    return [name for _, name in pieces(text) if name is not None]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the value of each reference in its place; one without a value stays as it is written."""
    return "".join(piece if name is None else values.get(name, piece) for piece, name in pieces(text))
