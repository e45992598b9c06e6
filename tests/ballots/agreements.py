"""Small texts and minutes that fit each other, and their signatures, for tests."""

import dataclasses
import hashlib
from typing import Any

from rembug_ballots import signing
from rembug_ballots.assemblies import Minutes
from rembug_ballots.canonical import JsonObject
from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import Document
from rembug_ballots.encoding import to_b64
from rembug_ballots.events.agreement import AssemblyRecorded, DocumentAgreed, DocumentSigner
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId, OfficerId, Officers
from rembug_ballots.rules import Rules

TITLES = {
    DocumentKind.AD: "Anggaran Dasar",
    DocumentKind.ART: "Anggaran Rumah Tangga",
    DocumentKind.TATIB: "Tata tertib",
    DocumentKind.KRITERIA: "Kriteria",
}
SIGNERS = (("Neneng", "wakil warga perempuan"), ("Asep", "wakil warga laki-laki"))
OFFICERS = Officers((OfficerId("ketua"), OfficerId("sekretaris")))


def clause(identifier: str, text: str, *letters: str) -> dict[str, Any]:
    """Return an ayat."""
    return {
        "id": identifier,
        "text": text,
        "letters": [{"id": f"{identifier}{number}", "text": letter} for number, letter in enumerate(letters)],
    }


def article(identifier: str, *clauses: dict[str, Any], title: str = "") -> dict[str, Any]:
    """Return a pasal."""
    return {"id": identifier, "title": title, "clauses": list(clauses)}


def chapter(*articles: dict[str, Any], identifier: str = "b", title: str = "Bab") -> dict[str, Any]:
    """Return a bab."""
    return {"id": identifier, "title": title, "articles": list(articles)}


def document(kind: DocumentKind, rules: Rules, *, word: str = "warga") -> Document:
    """Return a text of a kind; ``word`` stands somewhere in it."""
    clauses = [clause("a1", f"BKM adalah milik {word}."), clause("a2", "Keputusan diambil dengan mufakat.")]
    if kind is DocumentKind.TATIB:
        clauses.append(clause("a3", "Kotak dibuka {{ambang}} dari {{pemegang_kunci}} pemegang kunci."))
    if kind is DocumentKind.KRITERIA:
        clauses = [clause(f"k{number}", text) for number, text in enumerate(rules.criteria)]
    return Document.from_json(
        {
            "format": "rembug-document-1",
            "document": kind.value,
            "title": TITLES[kind],
            "preamble": [f"Kami, {word}, bersepakat."],
            "chapters": [chapter(article("p1", *clauses))],
            "closing": [],
            "rules": rules.to_json() if kind is DocumentKind.TATIB else None,
        }
    )


def decision(number: int = 1, **members: object) -> dict[str, Any]:
    """Return a decision by consensus that adopts nothing."""
    plain: dict[str, object] = {
        "text": "Disepakati.",
        "method": "MUFAKAT",
        "votes": None,
        "outcome": None,
        "adopts": None,
        "dissent": [],
    }
    return {"number": number, **plain, **members}


def adopts(text: Document, version: int = 1) -> dict[str, Any]:
    """Return the member of a decision that adopts a text."""
    return {"document": text.document.value, "version": version, "sha256": text.sha256}


def minutes(assembly: int = 1, *decisions: dict[str, Any], **members: object) -> JsonObject:
    """Return the object of minutes."""
    return {
        "format": "rembug-minutes-1",
        "assembly": assembly,
        "revision": 1,
        "kind": "TATIB",
        "level": "KELURAHAN",
        "unit": "Kelurahan Sukamaju",
        "title": "Rembug warga Sukamaju",
        "invitation": {"sent": "2026-10-25", "how": "Undangan tertulis dan pengumuman di masjid", "invited": 200},
        "date": "2026-11-01",
        "from": "19:30",
        "until": "23:30",
        "zone": "WIB",
        "place": "Balai Kelurahan",
        "convenor": "Panitia",
        "chair": "Haji Komarudin",
        "note_taker": "Enung Nurhayati",
        "facilitator": "",
        "men": 61,
        "women": 74,
        "poor": 40,
        "elements": ["warga", "tokoh agama"],
        "quorum": {"percent": 50, "grace": False},
        "agenda": [{"title": "Pembukaan", "minutes": "Ketua membuka rembug."}],
        "decisions": list(decisions),
        "assessment": [],
        "chosen": None,
        "follow_up": [{"what": "Mencetak naskah", "who": "Sekretaris", "when": "Minggu depan"}],
        "attachments": [{"name": "daftar-hadir.jpg", "media": "image/jpeg", "size": 4_000_000, "sha256": "0" * 64}],
        "signatures": [{"name": "Haji Komarudin", "capacity": "pimpinan"}],
        "acknowledged_by": [{"name": "Pak Lurah", "capacity": "Lurah"}],
        "members": [],
        **members,  # type: ignore[dict-item]  # plain JSON values
    }


def recorded(said: Minutes, **changes: object) -> AssemblyRecorded:
    """Return the event that records minutes."""
    body = AssemblyRecorded(
        said.assembly,
        said.revision,
        said.kind,
        said.title,
        said.date,
        said.men,
        said.women,
        said.outcome,
        said.sha256,
        OFFICERS,
    )
    return dataclasses.replace(body, **changes)  # type: ignore[arg-type]  # as the test wants


def signer(agreement: Agreement, name: str, capacity: str) -> DocumentSigner:
    """Return the signature of an invented person, whose key follows from the name."""
    seed = hashlib.sha256(name.encode()).digest()
    signature = signing.sign(seed, agreement.signing_bytes(name, capacity))
    return DocumentSigner(name, capacity, signing.public_key(seed), signature)  # type: ignore[arg-type]  # as plain


def signer_json(agreement: Agreement, name: str, capacity: str) -> dict[str, object]:
    """Return a signature as the service takes it."""
    made = signer(agreement, name, capacity)
    return {"name": name, "capacity": capacity, "key": to_b64(made.key), "signature": to_b64(made.signature)}


def agreed(
    election: ElectionId, text: Document, assembly: int, *, version: int = 1, decision: int = 1
) -> DocumentAgreed:
    """Return the event of an agreement, signed by two people."""
    agreement = Agreement(election, text.document, version, text.sha256, assembly, decision)
    return DocumentAgreed(
        document=text.document,
        version=version,  # type: ignore[arg-type]  # as plain
        title=text.title,
        sha256=text.sha256,
        rules_sha256=None if text.rules is None else text.rules.sha256,
        assembly=assembly,  # type: ignore[arg-type]  # as plain
        decision=decision,  # type: ignore[arg-type]  # as plain
        signers=tuple(signer(agreement, name, capacity) for name, capacity in SIGNERS),
        scan=None,
        officers=OFFICERS,
    )
