"""The residents' assemblies of the demo: from readiness to the decisions that agree to charter, criteria and tatib."""

from collections.abc import Sequence
from typing import Final

from rembug_api.demo.client import Device, Officer, together
from rembug_ballots import signing
from rembug_ballots.canonical import JsonObject, JsonValue
from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import Document
from rembug_ballots.encoding import to_b64
from rembug_ballots.ids import ElectionId
from rembug_service.system import system_random

_SIGNERS: Final = (
    ("Haji Komarudin", "ketua panitia"),
    ("Enung Nurhayati", "sekretaris panitia"),
    ("Siti Rohmah", "wakil warga perempuan"),
    ("Wawan Setiawan", "wakil warga laki-laki"),
)
# The seven criteria of a community's institution.  Source: the programme's description of the cycle, step 4.
_INSTITUTION: Final = (
    "kerelawanan",
    "inklusif",
    "kepemimpinan kolektif",
    "partisipatif",
    "akuntabel",
    "aspiratif",
    "mengakar",
)
_PROPOSALS: Final = (
    ("RW 01", "Usul: masa bakti tetap tiga tahun. Disetujui."),
    ("RW 02", "Usul: koordinator dapat bergilir. Disetujui dengan perubahan kata."),
    ("RW 03", "Usul: anggota mendapat honor. Ditolak, karena BKM bekerja dengan sukarela."),
)


class Residents:
    """Residents who meet, decide and sign; two officers put every step on the board."""

    def __init__(self, first: Officer, second: Officer, kelurahan: str) -> None:
        """Let these two officers record what the residents of a kelurahan decide."""
        self._both = first, second
        self._kelurahan = kelurahan

    def prepare(self) -> None:
        """Hold the assemblies that come before any text: readiness, reflection, institution, committee, three FGD."""
        ready = _decision(1, "Warga menyatakan siap menjalankan siklus ini.") | {"outcome": "MENERIMA"}
        self._meet("RKM", "Rembug Kesiapan Masyarakat", "2026-09-05", [ready])
        self._meet(
            "FGD_REFLEKSI",
            "Refleksi kemiskinan",
            "2026-09-12",
            [_decision(1, "Akar kemiskinan ialah lunturnya nilai-nilai kemanusiaan.")],
        )
        self._meet(
            "LEMBAGA",
            "Rembug lembaga",
            "2026-09-26",
            [_decision(1, "Warga membentuk lembaga baru.")],
            assessment=[_assessed("LPM", "SEBAGIAN"), _assessed("Karang Taruna", "TIDAK")],
            chosen={"option": "FORM_NEW", "name": f"BKM {self._kelurahan}"},
        )
        self._meet(
            "PANITIA",
            "Pembentukan panitia",
            "2026-10-03",
            [_decision(1, "Panitia dibentuk, paling sedikit tiga orang dari setiap RW.")],
            members=_committee(),
        )
        for unit, proposal in _PROPOSALS:
            item: JsonObject = {"title": "Usul pada rancangan Anggaran Dasar", "minutes": proposal}
            self._meet("FGD_AD_ART", f"FGD Anggaran Dasar {unit}", "2026-10-10", [], unit=unit, agenda=[item])

    def agree(self, kind: str, text: Document, date: str, *, reopening: bool = False) -> None:
        """Freeze a text, hold an assembly of a kind that adopts it, let four people sign, and log the agreement.

        Args:
            kind: of the assembly.
            text: what it adopts.
            date: of the assembly.
            reopening: whether the rules are sealed and its decision opens them again.
        """
        office, document = self._both[0], text.document.value
        path = f"/elections/{office.election}/writings/{document}"
        version = self._save(path, text)
        office.request("PUT", f"{path}/adoption", json={"version": version})
        adopts: JsonObject = {"document": document, "version": version, "sha256": text.sha256}
        taken = _decision(1, f"Warga menyepakati {text.title}.") | {"adopts": adopts}
        number = self._meet(kind, f"Rembug warga: {text.title}"[:200], date, [taken])
        office.request("PUT", f"{path}/adoption/decision", json={"assembly": number, "decision": 1})
        for name, capacity in _SIGNERS:
            asked = office.request("POST", f"{path}/adoption/signers", json={"name": name, "capacity": capacity})
            sign(office, asked["code"], text)
        if reopening:
            together(*self._both, "rules.reopen", {"assembly": number, "decision": 1})
        together(*self._both, "document.agree", office.get(f"/writings/{document}/adoption")["payload"])

    def _save(self, path: str, text: Document) -> int:
        """Keep a text as its newest version; return the number of that."""
        versions = self._both[0].request("GET", f"{path}/versions")
        base = versions[0]["version"] if versions else 0
        body = {"base": base, "reason": "Untuk disepakati rembug warga", "document": text.to_json()}
        return int(self._both[0].request("PUT", path, json=body)["version"])

    def _meet(
        self,
        kind: str,
        title: str,
        date: str,
        decisions: Sequence[JsonObject],
        *,
        unit: str | None = None,
        **members: JsonValue,
    ) -> int:
        """Record an assembly of the whole kelurahan or of an RW; return its number."""
        number = int(self._both[0].get("")["assemblies"]) + 1
        men, women = (61, 74) if unit is None else (12, 19)
        minutes: JsonObject = {
            "format": "rembug-minutes-1",
            "assembly": number,
            "revision": 1,
            "kind": kind,
            "level": "KELURAHAN" if unit is None else "RW",
            "unit": unit or f"Kelurahan {self._kelurahan}",
            "title": title,
            "invitation": {"sent": None, "how": "Undangan tertulis dan pengumuman di masjid", "invited": men + women},
            "date": date,
            "from": "19:30",
            "until": "22:15",
            "zone": "WIB",
            "place": "Balai Kelurahan" if unit is None else f"Balai {unit}",
            "convenor": "Lurah dan relawan warga",
            "chair": "Haji Komarudin",
            "note_taker": "Enung Nurhayati",
            "facilitator": "Tim Fasilitator",
            "men": men,
            "women": women,
            "poor": men // 2,
            "elements": ["warga", "ketua RT dan RW", "tokoh masyarakat", "warga miskin"],
            "quorum": {"percent": 50, "grace": True},
            "agenda": [{"title": title, "minutes": "Dibahas bersama sampai mufakat."}],
            "decisions": list(decisions),
            "assessment": [],
            "chosen": None,
            "follow_up": [],
            "attachments": [],
            "signatures": [{"name": name, "capacity": capacity} for name, capacity in _SIGNERS],
            "acknowledged_by": [{"name": "Dra. Tuti Alawiyah", "capacity": "Lurah"}],
            "members": [],
            **members,
        }
        together(*self._both, "assembly.record", minutes)
        return number


def _decision(number: int, text: str) -> JsonObject:
    return {
        "number": number,
        "text": text,
        "method": "MUFAKAT",
        "votes": None,
        "outcome": None,
        "adopts": None,
        "dissent": [],
    }


def _assessed(institution: str, meets: str) -> JsonObject:
    criteria: list[JsonValue] = [{"name": name, "meets": meets, "note": ""} for name in _INSTITUTION]
    return {"institution": institution, "criteria": criteria}


def _committee() -> list[JsonValue]:
    people = (
        ("Haji Komarudin", "L", "RW 01", "ketua"),
        ("Enung Nurhayati", "P", "RW 01", "sekretaris"),
        ("Neneng Sumiati", "P", "RW 01", "petugas meja"),
        ("Ujang Suryana", "L", "RW 02", "pokja pemilihan"),
        ("Dadang Hermawan", "L", "RW 02", "petugas kartu"),
        ("Rina Marlina", "P", "RW 02", "pokja pemantau"),
        ("Asep Saepudin", "L", "RW 03", "petugas meja"),
        ("Siti Rohmah", "P", "RW 03", "pokja perumus AD"),
        ("Wawan Setiawan", "L", "RW 03", "bendahara"),
    )
    return [{"name": name, "sex": sex, "unit": unit, "role": role} for name, sex, unit, role in people]


def sign(device: Device, code: str, text: Document) -> None:
    """Sign what a code asks for, as somebody does on a device of her own, with a key that is forgotten afterwards."""
    asked = device.request("POST", "/signing", json={"code": code})
    agreement = Agreement(
        ElectionId(asked["election"]),
        text.document,
        asked["version"],
        text.sha256,
        assembly=asked["assembly"],
        decision=asked["decision"],
    )
    seed = system_random(32)
    signature = signing.sign(seed, agreement.signing_bytes(asked["name"], asked["capacity"]))
    body = {"code": code, "key": to_b64(signing.public_key(seed)), "signature": to_b64(signature)}
    device.request("POST", "/signing/signature", json=body)
