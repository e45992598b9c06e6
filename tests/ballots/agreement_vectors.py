"""Golden vectors of documents, minutes and signatures of documents."""

import hashlib
from typing import Any

from rembug_ballots import signing
from rembug_ballots.assemblies import Minutes
from rembug_ballots.canonical import serialise
from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import Document, lines
from rembug_ballots.events.fields import DocumentKind
from rembug_ballots.ids import ElectionId
from rembug_ballots.presets import dua_tingkat, langsung
from rembug_ballots.references import values_of
from rembug_ballots.rules import Rules
from tests.ballots import agreements
from tests.ballots.agreements import article, chapter, clause, decision
from tests.ballots.vector import Vector, changed, vector, without

Path = list[str | int]
_RULES = langsung("Sukamaju")


def documents() -> list[Vector]:
    """Texts with what people read of them, and blobs that are no documents."""
    charter = agreements.document(DocumentKind.AD, _RULES).to_json()
    tatib = agreements.document(DocumentKind.TATIB, _RULES).to_json()
    first: Path = ["chapters", 0, "articles", 0, "clauses", 0]
    longer = changed(
        charter,
        ["chapters"],
        [
            chapter(article("p1", clause("a1", "BKM ialah", "milik warga", "bukan milik panitia"), title="Pengertian")),
            chapter(article("p2", clause("a2", "Satu.")), article("p3", clause("a3", "Dua."), clause("a4", "Tiga."))),
        ],
    )
    longer = changed(longer, ["chapters", 1, "id"], "c")
    braces = "{{kontes.bkm.kursi}} kursi, {{ambang} }} {{tak.ada}} {satu} {{"
    valid: list[tuple[str, Any]] = [
        ("a charter", charter),
        ("bylaws", agreements.document(DocumentKind.ART, _RULES).to_json()),
        ("criteria", agreements.document(DocumentKind.KRITERIA, _RULES).to_json()),
        ("a tatib of one stage", tatib),
        ("a tatib of two stages", _every_field()),
        ("numbers of bab, pasal, ayat and huruf", longer),
        ("a draft without pasal", changed(charter, ["chapters", 0, "articles"], [])),
        ("a draft without ayat", changed(charter, ["chapters", 0, "articles", 0, "clauses"], [])),
        ("a draft without bab", changed(charter, ["chapters"], [])),
        ("references that nothing answers", changed(tatib, [*first, "text"], braces)),
        ("a reference in a charter", changed(charter, [*first, "text"], "{{ambang}}")),
        ("a reference in a title", changed(tatib, ["title"], "Tata tertib {{ambang}}")),
        ("criteria with letters", changed(longer, ["document"], "KRITERIA")),
        ("text beyond ASCII", changed(charter, [*first, "text"], "Café\n“Réné” 😀")),
    ]
    invalid: list[tuple[str, Any]] = [
        (
            "a women's share that is rounded in no known way",
            changed(tatib, ["rules", "stages", 0, "contests", 0, "women_rounding"], "SETENGAH"),
        ),
        ("another format", changed(charter, ["format"], "rembug-document-2")),
        ("another kind", changed(charter, ["document"], "SURAT")),
        ("no title", changed(charter, ["title"], "")),
        ("a member is missing", without(charter, ["closing"])),
        ("an unknown member", changed(charter, ["status"], "DRAF")),
        ("an id twice", changed(longer, ["chapters", 1, "id"], "p3")),
        ("an empty id", changed(charter, [*first, "id"], "")),
        ("an id in upper case", changed(charter, [*first, "id"], "A1")),
        ("an id of 13 characters", changed(charter, [*first, "id"], "a" * 13)),
        ("an empty text", changed(charter, [*first, "text"], "")),
        ("a text of 4001 characters", changed(charter, [*first, "text"], "a" * 4_001)),
        ("a text with a tabulator", changed(charter, [*first, "text"], "a\tb")),
        ("27 letters", changed(charter, first, clause("a1", "a", *["b"] * 27))),
        ("a title with a line feed", changed(charter, ["chapters", 0, "title"], "a\nb")),
        ("rules in a charter", changed(charter, ["rules"], _RULES.to_json())),
        ("a tatib without rules", changed(tatib, ["rules"], None)),
        ("rules out of bounds", changed(tatib, ["rules", "threshold"], 9)),
    ]
    spaced = serialise(charter).replace(b":", b": ", 1)
    return [
        *[vector(comment, **_read_document(value)) for comment, value in valid],
        *[vector(comment, "invalid", blob=serialise(value).decode()) for comment, value in invalid],
        vector("not canonical", "invalid", blob=spaced.decode()),
    ]


def _every_field() -> Any:  # noqa: ANN401 - JSON
    """A tatib that shows every name of its rules."""
    whole = dua_tingkat("Sukamaju", ["RT 01/RW 01", "RT 02/RW 01"]).to_json()
    rules = Rules.from_json(changed(whole, ["stages", 0, "contests", 1, "women_rounding"], "BAWAH"))
    text = agreements.document(DocumentKind.TATIB, rules).to_json()
    shown = [clause(f"f{number}", f"{name}: {{{{{name}}}}}") for number, name in enumerate(values_of(rules))]
    return changed(text, ["chapters", 0, "articles", 0, "clauses"], shown)


def _read_document(value: Any) -> Vector:  # noqa: ANN401 - JSON
    document = Document.from_json(value)
    return {
        "blob": document.to_bytes().decode(),
        "sha256": document.sha256,
        "whole": document.is_whole,
        "unknown": document.unknown_references(),
        "lines": [[line.rank.value, line.id, line.number, line.text] for line in lines(document)],
    }


def minutes() -> list[Vector]:
    """Minutes with what follows from them, and blobs that are no minutes."""
    votes = {"for": 70, "against": 60, "abstain": 5}
    text = agreements.document(DocumentKind.AD, _RULES)
    adopting = decision(adopts=agreements.adopts(text))
    plain = agreements.minutes(1, adopting)
    voted = agreements.minutes(1, decision(method="SUARA", votes=votes, dissent=["Saya keberatan."]))
    readiness = agreements.minutes(2, decision(1), decision(3, outcome="MENOLAK"), kind="RKM")
    criterion = {"name": "inklusif", "meets": "SEBAGIAN", "note": ""}
    institution = agreements.minutes(
        kind="LEMBAGA",
        assessment=[{"institution": "LPM", "criteria": [criterion]}],
        chosen={"option": "FORM_NEW", "name": "BKM Sukamaju"},
    )
    member = {"name": "Enung", "sex": "P", "unit": "RW 01", "role": "sekretaris"}
    committee = agreements.minutes(kind="PANITIA", members=[member])
    few = {"sent": None, "how": "pengumuman", "invited": 270}
    valid: list[tuple[str, Any]] = [
        ("a decision that adopts a charter", plain),
        ("votes", voted),
        ("votes that do not carry", changed(voted, ["decisions", 0, "votes", "against"], 65) | {"men": 66}),
        ("as many votes against as for", changed(voted, ["decisions", 0, "votes"], dict.fromkeys(votes, 45))),
        ("readiness refused", readiness),
        ("an institution chosen", institution),
        ("a committee", committee),
        ("the quorum is just missed", plain | {"invitation": few}),
        ("the quorum is just reached", plain | {"invitation": {**few, "invited": 269}}),
        ("it waited fifteen minutes", plain | {"invitation": few, "quorum": {"percent": 50, "grace": True}}),
        ("no rule of a quorum", plain | {"invitation": None, "quorum": None}),
        ("a leap day", plain | {"date": "2028-02-29"}),
        ("past midnight", plain | {"from": "22:00", "until": "00:30"}),
    ]
    invalid: list[tuple[str, Any]] = [
        ("another format", plain | {"format": "rembug-minutes-2"}),
        ("a member is missing", without(plain, ["poor"])),
        ("an unknown member", plain | {"time": 1}),
        ("an assembly of 0", plain | {"assembly": 0}),
        ("an unknown kind", plain | {"kind": "RAPAT"}),
        ("29 February of a common year", plain | {"date": "2026-02-29"}),
        ("29 February of 1900", plain | {"date": "1900-02-29"}),
        ("the year 0", plain | {"date": "0000-01-01"}),
        ("a date in words", plain | {"date": "1 November 2026"}),
        ("24 o'clock", plain | {"until": "24:00"}),
        ("an hour of one digit", plain | {"from": "9:00"}),
        ("more poor than present", plain | {"poor": 136}),
        ("a quorum without invitation", plain | {"invitation": None}),
        ("101 percent", plain | {"quorum": {"percent": 101, "grace": False}}),
        ("decisions that do not rise", plain | {"decisions": [decision(2), decision(1)]}),
        ("a decision twice", plain | {"decisions": [decision(1), decision(1)]}),
        ("votes without method", changed(voted, ["decisions", 0, "method"], "MUFAKAT")),
        ("a method without votes", changed(voted, ["decisions", 0, "votes"], None)),
        ("more votes than present", changed(voted, ["decisions", 0, "votes", "abstain"], 6)),
        ("a document adopted twice", plain | {"decisions": [adopting, {**adopting, "number": 2}]}),
        ("an outcome of another kind", plain | {"decisions": [decision(outcome="MENERIMA")]}),
        ("readiness without outcome", plain | {"kind": "RKM"}),
        ("readiness with two outcomes", changed(readiness, ["decisions", 0, "outcome"], "MENERIMA")),
        ("an institution of another kind", institution | {"kind": "BEBAS"}),
        ("members of another kind", committee | {"kind": "BEBAS"}),
        ("an item without minutes", changed(plain, ["agenda", 0, "minutes"], "")),
    ]
    return [
        *[vector(comment, **_read_minutes(value)) for comment, value in valid],
        *[vector(comment, "invalid", blob=serialise(value).decode()) for comment, value in invalid],
        vector("not canonical", "invalid", blob=serialise(plain).decode() + "\n"),
    ]


def _read_minutes(value: Any) -> Vector:  # noqa: ANN401 - JSON
    read = Minutes.from_json(value)
    return {
        "blob": read.to_bytes().decode(),
        "sha256": read.sha256,
        "outcome": None if read.outcome is None else read.outcome.value,
        "reached_quorum": read.reached_quorum,
        "may_adopt": read.may_adopt,
        "carried": [each.carried for each in read.decisions],
    }


def document_signatures() -> list[Vector]:
    """Signatures of people under a text, and one changed member each."""
    text = agreements.document(DocumentKind.AD, _RULES)
    agreement = Agreement(ElectionId("sukamaju-2026"), DocumentKind.AD, 2, text.sha256, 3, 1)
    name, capacity = "Siti Nurhayáti", "wakil warga perempuan"
    signed = agreements.signer(agreement, name, capacity)
    good: Vector = {
        "election": agreement.election,
        "document": "AD",
        "version": 2,
        "sha256": text.sha256,
        "assembly": 3,
        "decision": 1,
        "name": name,
        "capacity": capacity,
        "key": signed.key.hex(),
        "signature": signed.signature.hex(),
    }
    other = signing.public_key(hashlib.sha256(b"other").digest()).hex()
    half = agreement.signing_bytes(name, capacity)
    faults: list[tuple[str, Vector]] = [
        ("another election", {"election": "lain"}),
        ("another document", {"document": "ART"}),
        ("another version", {"version": 1}),
        ("another text", {"sha256": "0" * 64}),
        ("another assembly", {"assembly": 4}),
        ("another decision", {"decision": 2}),
        ("another name", {"name": "Siti"}),
        ("another capacity", {"capacity": "wakil warga"}),
        ("a word moved from name to capacity", {"name": "Siti", "capacity": "Nurhayáti wakil warga perempuan"}),
        ("another key", {"key": other}),
        ("a key of small order", {"key": "01" + "00" * 31}),
        ("a signature of nothing", {"signature": "00" * 64}),
    ]
    return [
        vector("signed", message=half.hex(), **good),
        *[vector(comment, "invalid", **{**good, **change}) for comment, change in faults],
    ]
