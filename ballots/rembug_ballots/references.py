"""Readable names of the numbers and choices of the rules, for the text of a tatib.

``{{ambang}}`` in a clause stands for the threshold of the rules in the same document, so that what the residents read
and what the election runs under are one thing.  Source: docs/formats.md, "References".
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, cast

from rembug_ballots.canonical import JsonObject, JsonValue
from rembug_ballots.rules import Rules

RULE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "cara": "preset",
        "umur_dewasa": "adult.age",
        "pernah_menikah": "adult.or_ever_married",
        "pemegang_kunci": "holders",
        "ambang": "threshold",
        "pengocok": "mixers",
        "suara_paling_sedikit": "min_batch",
        "kelipatan_hadir": "checkin_block",
        "pengumuman": "publication",
        "cadangan_kartu_permil": "card_reserve_permille",
        "pemilih_per_meja": "table_max",
        "uji_per_meja": "audits_per_table",
        "nama_ganda": "duplicate_policy",
        "urutan_suara_sama": "tie_ladder",
        "kriteria": "criteria",
        "saksi_buku": "witnessing.witnesses",
        "saksi_paling_sedikit": "witnessing.quorum",
    }
)
"""Names of the rules as a whole, and the member of the rules that each stands for."""

STAGE_NAMES: Final[Mapping[str, str]] = MappingProxyType({"nama": "title"})
"""Names of one stage: ``tahap.<id>.<name>``."""

CONTEST_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nomor": "index",
        "nama": "title",
        "wilayah": "unit",
        "pemilih": "electorate",
        "dapat_dipilih": "nominees",
        "nama_paling_sedikit": "names_min",
        "nama_paling_banyak": "names_max",
        "kursi": "seats",
        "cadangan": "reserves",
        "kuorum_persen": "quorum_percent",
        "perempuan_persen": "women_percent",
        "aturan_perempuan": "women_rule",
        "pembulatan_perempuan": "women_rounding",
    }
)
"""Names of one contest: ``kontes.<id>.<name>``."""

CHOICE_WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "preset": {"LANGSUNG": "langsung", "DUA_TINGKAT": "dua tingkat", "BEBAS": "bebas"},
        "publication": {"terbuka": "terbuka", "saksi": "saksi"},
        "duplicate_policy": {"SEKALI": "dihitung satu kali", "BATAL": "membatalkan surat suara"},
        "tie_ladder": {
            "MUSYAWARAH": "musyawarah",
            "PEMUNGUTAN_ULANG": "pemungutan suara ulang",
            "UNDIAN": "undian",
        },
        "electorate": {"DEWASA": "warga dewasa", "UTUSAN": "utusan warga"},
        "nominees": {"KELURAHAN": "warga kelurahan", "UNIT": "warga wilayah pemilihan", "UTUSAN": "utusan warga"},
        "women_rule": {"LAPOR": "dilaporkan", "KURSI": "dijamin dengan kursi"},
        "women_rounding": {"ATAS": "ke atas", "BAWAH": "ke bawah", "TERDEKAT": "ke bilangan terdekat"},
    }
)
"""What people read for each choice of a member."""

ABSENT_WORDS: Final[Mapping[str, str]] = MappingProxyType({"women_rounding": "ke atas"})
"""What people read where a tatib does not say a member; of others ``tidak ada``."""


def values_of(rules: Rules) -> dict[str, str]:
    """Return the words for every name that a text under these rules may use, in the order of the rules."""
    whole = rules.to_json()
    values = {name: _words(path, _member(whole, path)) for name, path in RULE_NAMES.items()}
    for stage in cast("list[JsonObject]", whole["stages"]):
        for name, member in STAGE_NAMES.items():
            values[f"tahap.{stage['id']}.{name}"] = _words(member, stage[member])
        for contest in cast("list[JsonObject]", stage["contests"]):
            for name, member in CONTEST_NAMES.items():
                values[f"kontes.{contest['id']}.{name}"] = _words(member, contest.get(member))
    return values


def _member(whole: JsonObject, path: str) -> JsonValue:
    value: JsonValue = whole
    for name in path.split("."):
        value = cast("JsonObject", value).get(name)
        if value is None:
            break
    return value


def _words(member: str, value: JsonValue) -> str:
    if value is None:
        return ABSENT_WORDS.get(member, "tidak ada")
    if isinstance(value, dict):
        return str(value["name"])
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, list):
        return ", ".join(_words(member, item) for item in value)
    return CHOICE_WORDS.get(member, {}).get(str(value), str(value))


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


def names_in(text: str) -> list[str]:
    """Return the names of the references of a text, in order."""
    return [name for _, name in pieces(text) if name is not None]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the value of each reference in its place; one without a value stays as it is written."""
    return "".join(piece if name is None else values.get(name, piece) for piece, name in pieces(text))
