"""The two usual tatib: `LANGSUNG` (one vote of all) and `DUA_TINGKAT` (delegates first)."""

from collections.abc import Sequence
from typing import Final

from rembug_ballots.canonical import JsonObject
from rembug_ballots.rules import Rules

# Moral criteria as communities usually agree them.
DEFAULT_CRITERIA: Final = (
    "jujur",
    "adil",
    "dapat dipercaya",
    "ikhlas tanpa pamrih",
    "peduli pada warga miskin",
    "bertanggung jawab",
    "tidak membeda-bedakan",
)


def _common(preset: str, criteria: Sequence[str], publication: str) -> JsonObject:
    return {
        "preset": preset,
        "adult": {"age": 17, "or_ever_married": True},
        "holders": 5,
        "threshold": 3,
        "mixers": 2,
        "min_batch": 10,
        "checkin_block": 10,
        "publication": publication,
        "card_reserve_permille": 25,
        "table_max": 150,
        "audits_per_table": 3,
        "duplicate_policy": "SEKALI",
        "tie_ladder": ["MUSYAWARAH", "PEMUNGUTAN_ULANG", "UNDIAN"],
        "criteria": list(criteria),
    }


def _bkm(kelurahan: str, index: int, seats: int, names_max: int, reserves: int) -> JsonObject:
    return {
        "id": "bkm",
        "index": index,
        "title": f"Anggota BKM {kelurahan}",
        "unit": kelurahan,
        "electorate": "DEWASA",
        "nominees": "KELURAHAN",
        "names_min": 1,
        "names_max": names_max,
        "seats": seats,
        "reserves": reserves,
        "quorum_percent": 30,
        "women_percent": 30,
        "women_rule": "LAPOR",
    }


def langsung(
    kelurahan: str,
    *,
    seats: int = 11,
    names_max: int = 3,
    reserves: int = 5,
    criteria: Sequence[str] = DEFAULT_CRITERIA,
    publication: str = "terbuka",
) -> Rules:
    """Return the tatib of one stage: every adult of the kelurahan writes the board.

    Raises:
        InvalidRules: a value is out of its bounds.
    """
    stage: JsonObject = {
        "id": "kelurahan",
        "title": f"Pemilihan tingkat kelurahan {kelurahan}",
        "contests": [_bkm(kelurahan, 1, seats, names_max, reserves)],
    }
    return Rules.from_json({**_common("LANGSUNG", criteria, publication), "stages": [stage]})


def dua_tingkat(
    kelurahan: str,
    units: Sequence[str],
    *,
    delegates: int = 3,
    delegate_names: int = 3,
    seats: int = 11,
    names_max: int = 11,
    reserves: int = 5,
    criteria: Sequence[str] = DEFAULT_CRITERIA,
    publication: str = "terbuka",
) -> Rules:
    """Return the tatib of two stages: each unit chooses delegates, the delegates write the board.

    Args:
        kelurahan: name of the kelurahan.
        units: name of each basis unit, such as ``RW 03/RT 05``; their contests are ``utusan-1`` ...
        delegates: seats of each unit.
        delegate_names: most names on a ballot of a unit.
        seats: seats of the board.
        names_max: most names on a ballot for the board.
        reserves: reserves of the board.
        criteria: moral criteria.
        publication: ``terbuka`` or ``saksi``.

    Raises:
        InvalidRules: a value is out of its bounds.
    """
    basis: JsonObject = {
        "id": "basis",
        "title": "Pemilihan utusan",
        "contests": [
            {
                "id": f"utusan-{number}",
                "index": number,
                "title": f"Utusan {unit}",
                "unit": unit,
                "electorate": "DEWASA",
                "nominees": "UNIT",
                "names_min": 1,
                "names_max": delegate_names,
                "seats": delegates,
                "reserves": 2,
                "quorum_percent": 30,
                "women_percent": 30,
                "women_rule": "LAPOR",
            }
            for number, unit in enumerate(units, start=1)
        ],
    }
    board = _bkm(kelurahan, len(units) + 1, seats, names_max, reserves)
    board["electorate"] = "UTUSAN"
    stage: JsonObject = {
        "id": "kelurahan",
        "title": f"Pemilihan tingkat kelurahan {kelurahan}",
        "contests": [board],
    }
    return Rules.from_json({**_common("DUA_TINGKAT", criteria, publication), "stages": [basis, stage]})
