"""First chapter of the demo: the committee, the register, the agreements, the tables."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from rembug_api.demo.assemblies import Residents
from rembug_api.demo.client import Device, Officer, together
from rembug_ballots.documents import Document, Paragraph
from rembug_ballots.presets import langsung
from rembug_ballots.rules import Rules
from rembug_service.people.invented import InventedResident, write_messy_csv

ELECTION: Final = "99.10.01.1001-2026"
KELURAHAN: Final = "Sukamundur"
CONTEST: Final = "bkm"
STAGE: Final = "kelurahan"
VOTING_DAY: Final = "2026-11-22"
PASSWORD: Final = "rapat warga malam minggu"  # noqa: S105 - of invented people
HOLDERS: Final = 5

_PEOPLE: Final = (
    ("sekretaris", "Enung Nurhayati", ["sekretaris"]),
    ("pokja", "Ujang Suryana", ["pokja_pemilihan"]),
    ("kartu", "Dadang Hermawan", ["petugas_kartu"]),
    ("meja", "Neneng Sumiati", ["petugas_meja"]),
    ("meja-dua", "Asep Saepudin", ["petugas_meja"]),
    ("pemantau", "Rina Marlina", ["pemantau"]),
)
_HOLDER_NAMES: Final = ("Ketua Panitia", "Pokja Pemilihan", "Pokja Pemantau", "Tokoh Perempuan", "Fasilitator")


@dataclass(frozen=True, slots=True)
class Committee:
    """Everybody's devices."""

    ketua: Officer
    sekretaris: Officer
    pokja: Officer
    kartu: Officer
    meja: Officer
    meja_dua: Officer
    pemantau: Officer
    holders: tuple[Officer, ...]

    def close(self) -> None:
        """Hang up everywhere."""
        for each in (
            self.ketua,
            self.sekretaris,
            self.pokja,
            self.kartu,
            self.meja,
            self.meja_dua,
            self.pemantau,
            *self.holders,
        ):
            each.close()


def gather_committee(base: str) -> Committee:
    """Create the accounts and sign everybody in on a device of their own."""
    ketua = Officer(base, ELECTION).set_up("ketua", "Haji Komarudin", PASSWORD)
    people = [*_PEOPLE]
    people += [(f"kunci-{number}", name, ["pemegang_kunci"]) for number, name in enumerate(_HOLDER_NAMES, start=1)]
    signed_in = {}
    for account, name, roles in people:
        ketua.request(
            "POST",
            "/accounts",
            json={"account": account, "display_name": name, "password": PASSWORD, "roles": roles},
        )
        signed_in[account] = Officer(base, ELECTION).sign_in(account, PASSWORD)
    return Committee(
        ketua,
        signed_in["sekretaris"],
        signed_in["pokja"],
        signed_in["kartu"],
        signed_in["meja"],
        signed_in["meja-dua"],
        signed_in["pemantau"],
        tuple(signed_in[f"kunci-{number}"] for number in range(1, HOLDERS + 1)),
    )


def begin_election(committee: Committee) -> None:
    """Begin the election's log."""
    committee.ketua.request(
        "POST",
        "/elections",
        json={
            "id": ELECTION,
            "title": f"Pembentukan BKM Kelurahan {KELURAHAN}",
            "place": {
                "kelurahan": KELURAHAN,
                "kecamatan": "Contoh",
                "kota": "Kota Rekaan",
                "provinsi": "Provinsi Rekaan",
                "region_code": "99.10.01.1001",
            },
        },
    )


def bring_register(committee: Committee, residents: Sequence[InventedResident], seed: int) -> dict[str, Any]:
    """Import the office's messy file, mark the rows that were entered twice, and return what the import said."""
    data = write_messy_csv(residents, seed)
    report: dict[str, Any] = committee.sekretaris.request(
        "POST",
        f"/elections/{ELECTION}/register/imports",
        params={"voting_day": VOTING_DAY},
        files={"file": ("daftar.csv", data, "text/csv")},
    )
    for pair in committee.sekretaris.get("/register/duplicates"):
        if pair["reason"].startswith("NIK"):
            committee.sekretaris.request(
                "PATCH", f"/elections/{ELECTION}/register/{pair['second']}", json={"status": "GANDA"}
            )
    return report


def agree(committee: Committee, names_max: int, seats: int) -> None:
    """Agree to charter, criteria and tatib, and seal the rules in it."""
    agree_documents(committee, langsung(KELURAHAN, seats=seats, names_max=names_max))
    seal_rules(committee)


def agree_documents(committee: Committee, rules: Rules) -> None:
    """Hold all assemblies up to the agreement to charter, criteria, and the tatib with these rules."""
    residents = _residents(committee)
    residents.prepare()
    _keep_rules(committee, rules)
    residents.agree("FGD_AD_ART", _template(committee, "AD"), "2026-10-31")
    residents.agree("KRITERIA", _template(committee, "KRITERIA"), "2026-10-31")
    agree_tatib(committee, rules)


def agree_tatib(committee: Committee, rules: Rules) -> None:
    """Let an assembly agree to a (new) tatib with these rules."""
    _keep_rules(committee, rules)
    _residents(committee).agree("TATIB", _template(committee, "TATIB"), "2026-11-01")


def _keep_rules(committee: Committee, rules: Rules) -> None:
    committee.pokja.request("PUT", f"/elections/{ELECTION}/rules-draft", json=rules.to_json())


def _template(committee: Committee, kind: str) -> Document:
    """Return the whole text that comes with Rembug, with the kelurahan and the rules in it."""
    return Document.from_json(committee.sekretaris.get(f"/writings/{kind}/template")["document"])


def _residents(committee: Committee) -> Residents:
    return Residents(committee.ketua, committee.sekretaris, KELURAHAN)


def seal_rules(committee: Committee) -> None:
    """Seal the rules of the tatib that was agreed to last."""
    together(committee.ketua, committee.sekretaris, "rules.seal", {})


def amend_charter(committee: Committee) -> None:
    """Let an assembly agree to a newer charter after the rules were sealed: they are opened again, and sealed anew."""
    charter = _template(committee, "AD")
    added = Paragraph("Laporan keuangan dibacakan kepada warga setiap tiga bulan.")
    newer = replace(charter, closing=(*charter.closing, added))
    _residents(committee).agree("FGD_AD_ART", newer, "2026-11-02", reopening=True)
    seal_rules(committee)


def lay_tables(committee: Committee, tables: int, stage: str = STAGE) -> list[dict[str, Any]]:
    """Spread the voters over tables and make the register final."""
    made: list[dict[str, Any]] = committee.sekretaris.post(
        "/tables/allotment", {"stage": stage, "least_tables": tables, "place": "Balai Kelurahan"}
    )
    together(committee.ketua, committee.sekretaris, "register.finalise", {"stage": stage})
    return made


def match_register(device: Device, residents: Sequence[InventedResident]) -> dict[str, str]:
    """Return the service's person id of each invented resident."""
    rows = device.get("/register", q="", limit=5000)["rows"]
    offset = len(rows)
    while len(rows) == offset and offset % 5000 == 0 and rows:
        more = device.get("/register", q="", limit=5000, offset=offset)["rows"]
        if not more:
            break
        rows += more
        offset += len(more)
    free: dict[tuple[str, int, int, int], list[str]] = {}
    for row in rows:
        if row["status"] == "AKTIF":
            key = (_plain(row["name"]), row["unit"]["rt"], row["unit"]["rw"], row["birth_year"])
            free.setdefault(key, []).append(row["person"])
    found = {}
    for one in residents:
        key = (_plain(one.name), one.unit.rt or 0, one.unit.rw or 0, one.birth_date.year)
        waiting = free.get(key)
        if waiting:
            found[one.id] = waiting.pop()
    return found


def _plain(name: str) -> str:
    return " ".join(name.lower().replace(",", " ").replace(".", " ").split())
