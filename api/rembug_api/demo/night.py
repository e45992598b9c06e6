"""The night of the demo: written names are settled, counted, certified and published."""

import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from rembug_api.demo.client import Officer, together
from rembug_api.demo.setting import CONTEST, Committee
from rembug_api.demo.votes import Meaning

_BATCH: Final = 2000


def settle_names(
    committee: Committee, meanings: Mapping[str, Meaning], person_of: Mapping[str, str], contest: str = CONTEST
) -> int:
    """Two officers and the pemantau say what each text means; return how many texts there are.

    Args:
        committee: everybody's devices.
        meanings: what each text means, by invented resident.
        person_of: the service's person of each invented resident.
        contest: whose texts.
    """
    texts: list[str] = committee.ketua.get(f"/contests/{contest}/strings")
    known = {unicodedata.normalize("NFC", " ".join(text.split())): meaning for text, meaning in meanings.items()}
    opinions = [_opinion(text, known[text], person_of) for text in texts]
    for officer in (committee.ketua, committee.sekretaris, committee.pemantau):
        for start in range(0, len(opinions), _BATCH):
            _file(officer, opinions[start : start + _BATCH], contest)
    together(committee.ketua, committee.pokja, "adjudication.complete", {"contest": contest})
    return len(texts)


def _file(officer: Officer, opinions: list[dict[str, object]], contest: str) -> None:
    officer.post(f"/contests/{contest}/opinions", {"opinions": opinions})


def _opinion(text: str, meaning: Meaning, person_of: Mapping[str, str]) -> dict[str, object]:
    person = None if meaning.person is None else person_of.get(meaning.person)
    if meaning.person is not None and person is None:
        return {
            "string": text,
            "code": "TIDAK_SAH_TIDAK_BERHAK",
            "person": None,
            "reason": "Tidak ada di daftar warga dewasa.",
        }
    return {"string": text, "code": meaning.code, "person": person, "reason": meaning.reason}


def settle_tie(committee: Committee, tie: Mapping[str, Any], contest: str = CONTEST) -> str:
    """Climb the agreed ladder: the first rung, musyawarah, ends it here; return the statement."""
    statement = "Dalam musyawarah, seorang dari yang suaranya sama menyatakan mundur secara tertulis."
    _settle(committee, tie, contest, "MUSYAWARAH", statement, None)
    return statement


def draw_lots(committee: Committee, tie: Mapping[str, Any], contest: str) -> str:
    """Climb the ladder to its last rung: dice thrown in public order the tied; return the statement.

    The checkpoint is written down before anybody throws, so that nobody can choose it to fit the dice.
    """
    checkpoint = committee.pemantau.get(f"/contests/{contest}/lot")
    thrown = "".join(str(secrets.randbelow(6) + 1) for _ in range(10))
    statement = f"Sepuluh dadu dilempar di depan warga; tanda buku {checkpoint['size']} dibacakan lebih dulu."
    _settle(committee, tie, contest, "UNDIAN", statement, thrown)
    return statement


def _settle(
    committee: Committee, tie: Mapping[str, Any], contest: str, method: str, statement: str, dice: str | None
) -> None:
    payload = {
        "contest": contest,
        "method": method,
        "persons": [each["person"] for each in tie["persons"]],
        "statement": statement,
        "dice": dice,
    }
    together(committee.ketua, committee.sekretaris, "tie.settle", payload)


def finish(committee: Committee, contest: str = CONTEST) -> None:
    """Certify and publish."""
    together(committee.ketua, committee.sekretaris, "result.certify", {"contest": contest})
    together(committee.ketua, committee.pokja, "election.publish", {"contests": [contest]})
