"""Forgeries of what the residents agreed to: one fault each, everything else made to fit it again."""

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from rembug_ballots import signing
from rembug_ballots.assemblies import Minutes
from rembug_ballots.canonical import JsonObject, JsonValue, parse_object, serialise
from rembug_ballots.document_signatures import Agreement
from rembug_ballots.documents import MAX_BYTES, Document
from rembug_ballots.encoding import to_b64
from rembug_ballots.events import Event
from rembug_ballots.events.agreement import DocumentAgreed
from tests.attacks.forgery import Forged, Forgeries, Forgery, files_of
from tests.ballots.verification.honest import Honest


@dataclass
class Forger:
    """An honest record whose events and blobs are made anew, one by one."""

    record: Honest
    leaves: list[bytes] = field(init=False)
    blobs: dict[str, bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.leaves = list(self.record.leaves)
        self.blobs = {hashlib.sha256(blob).hexdigest(): blob for blob in self.record.blobs}

    def body(self, index: int) -> JsonObject:
        """Return the body of a leaf as it stands now."""
        body = parse_object(self.leaves[index])["body"]
        assert isinstance(body, dict)
        return body

    def change(self, index: int, **members: object) -> None:
        """Give the body of a leaf other members."""
        value = parse_object(self.leaves[index])
        value["body"] = {**self.body(index), **members}  # type: ignore[dict-item]  # plain JSON values
        self.leaves[index] = serialise(value)

    def blob(self, index: int) -> JsonObject:
        """Return the JSON blob that the body of a leaf names."""
        return parse_object(self.blobs[str(self.body(index)["sha256"])], max_bytes=MAX_BYTES)

    def rename(self, index: int, data: bytes) -> str:
        """Put another blob in the place of the one that a leaf names; return its hash."""
        del self.blobs[str(self.body(index)["sha256"])]
        name = hashlib.sha256(data).hexdigest()
        self.blobs[name] = data
        self.change(index, sha256=name)
        return name

    def agreed(self, kind: str) -> int:
        """Return the index of the agreement to a document."""
        return next(index for index in self.record.events("document.agreed") if self.body(index)["document"] == kind)

    def assembly(self, kind: str) -> int:
        """Return the index of the assembly whose decision adopts a document."""
        number = self.body(self.agreed(kind))["assembly"]
        return next(
            index for index in self.record.events("assembly.recorded") if self.body(index)["assembly"] == number
        )

    def rewrite_minutes(self, kind: str, **members: object) -> None:
        """Change the minutes under a document, and let their event say the same."""
        index = self.assembly(kind)
        minutes = {**self.blob(index), **members}
        self.rename(index, serialise(minutes))
        self.change(index, **{name: minutes[name] for name in ("title", "date", "men", "women")})

    def readopt(self, kind: str, data: bytes) -> None:
        """Let assembly, agreement and signatures name another text of a document."""
        index = self.agreed(kind)
        name = self.rename(index, data)
        taken = self.decision(kind)
        self.rewrite_minutes(kind, decisions=[{**taken, "adopts": {**taken["adopts"], "sha256": name}}])
        self.sign(index)

    def decision(self, kind: str) -> dict[str, Any]:
        """Return the decision that adopts a document."""
        decisions = self.blob(self.assembly(kind))["decisions"]
        assert isinstance(decisions, list)
        (found,) = decisions
        assert isinstance(found, dict)
        return found

    def sign(self, index: int) -> None:
        """Sign an agreement anew, with one key of the forger."""
        event = Event.parse(self.leaves[index])
        assert isinstance(event.body, DocumentAgreed)
        seed = bytes(32)
        message = Agreement.of(event.election, event.body).signing_bytes("Warga", "wakil")
        signed = {"name": "Warga", "capacity": "wakil", "key": to_b64(signing.public_key(seed))}
        self.change(index, signers=[{**signed, "signature": to_b64(signing.sign(seed, message))}])


Change = Callable[[Forger], None]


def _changed_word(forger: Forger) -> None:
    index = forger.agreed("AD")
    data = forger.blobs[str(forger.body(index)["sha256"])]
    assert b"tiga tahun" in data
    forger.rename(index, data.replace(b"tiga tahun", b"lima tahun"))


def _changed_word_and_signatures(forger: Forger) -> None:
    _changed_word(forger)
    forger.sign(forger.agreed("AD"))


def _late(forger: Forger) -> None:
    """The charter is agreed to when the first table is open already."""
    index, opened = forger.agreed("AD"), forger.record.events("table.opened")[0]
    forger.leaves.insert(opened, forger.leaves.pop(index))


def _removed(forger: Forger) -> None:
    del forger.leaves[forger.agreed("KRITERIA")]


def _never_recorded(forger: Forger) -> None:
    forger.change(forger.agreed("AD"), assembly=999)
    forger.sign(forger.agreed("AD"))


def _adopts(**members: object) -> Change:
    def forge(forger: Forger) -> None:
        taken = forger.decision("AD")
        forger.rewrite_minutes("AD", decisions=[{**taken, "adopts": {**taken["adopts"], **members}}])

    return forge


def _decision(**members: object) -> Change:
    return lambda forger: forger.rewrite_minutes("AD", decisions=[{**forger.decision("AD"), **members}])


def _minutes(**members: object) -> Change:
    return lambda forger: forger.rewrite_minutes("AD", **members)


def _event_of_minutes(**members: object) -> Change:
    return lambda forger: forger.change(forger.assembly("AD"), **members)


def _signer(**members: object) -> Change:
    def forge(forger: Forger) -> None:
        index = forger.agreed("AD")
        signers = forger.body(index)["signers"]
        assert isinstance(signers, list)
        first = signers[0]
        assert isinstance(first, dict)
        forger.change(index, signers=[{**first, **members}, *signers[1:]])

    return forge


def _text(kind: str, **members: object) -> Change:
    def forge(forger: Forger) -> None:
        forger.readopt(kind, serialise({**forger.blob(forger.agreed(kind)), **members}))

    return forge


def _first_clause(kind: str, text: str) -> Change:
    def forge(forger: Forger) -> None:
        document = Document.from_json(forger.blob(forger.agreed(kind)))
        chapter = document.chapters[0]
        article = chapter.articles[0]
        clause = dataclasses.replace(article.clauses[0], text=text)  # type: ignore[arg-type]  # as plain
        article = dataclasses.replace(article, clauses=(clause, *article.clauses[1:]))
        chapter = dataclasses.replace(chapter, articles=(article, *chapter.articles[1:]))
        changed = dataclasses.replace(document, chapters=(chapter, *document.chapters[1:]))
        forger.readopt(kind, changed.to_bytes())

    return forge


def _other_fields(forger: Forger) -> None:
    """The text of the tatib says other numbers than those that were sealed."""
    index = forger.agreed("TATIB")
    text = forger.blob(index)
    rules = text["rules"]
    assert isinstance(rules, dict)
    forger.readopt("TATIB", serialise({**text, "rules": {**rules, "mixers": 3}}))


def _other_rules(forger: Forger) -> None:
    """The sealed rules and the event of the tatib fit each other, and not the text."""
    sealed = forger.record.events("rules.sealed")[0]
    rules = forger.body(sealed)["rules"]
    assert isinstance(rules, dict)
    other: dict[str, JsonValue] = {**rules, "mixers": 3}
    forger.change(sealed, rules=other)
    forger.change(forger.agreed("TATIB"), rules_sha256=hashlib.sha256(serialise(other)).hexdigest())


def _revised(forger: Forger) -> None:
    """A later revision of the minutes takes the decision away."""
    index = forger.assembly("AD")
    minutes = Minutes.from_json({**forger.blob(index), "revision": 2, "decisions": []})
    forger.blobs[minutes.sha256] = minutes.to_bytes()
    value = parse_object(forger.leaves[index])
    value["body"] = {**forger.body(index), "revision": 2, "sha256": minutes.sha256}
    forger.leaves.append(serialise(value))


def _scan(forger: Forger) -> None:
    forger.change(forger.agreed("AD"), signers=[], scan="5" * 64)


def _reopened_late(forger: Forger) -> None:
    """An assembly decides upon a newer charter while people vote, and two officers open the rules again."""
    index = forger.assembly("AD")
    said = forger.blob(index)
    number = len(forger.record.events("assembly.recorded")) + 1
    decisions = said["decisions"]
    assert isinstance(decisions, list)
    first = decisions[0]
    assert isinstance(first, dict)
    adopts = first["adopts"]
    assert isinstance(adopts, dict)
    newer: JsonValue = [{**first, "adopts": {**adopts, "version": 9}}]
    minutes = Minutes.from_json({**said, "assembly": number, "revision": 1, "decisions": newer})
    forger.blobs[minutes.sha256] = minutes.to_bytes()
    recorded = parse_object(forger.leaves[index])
    recorded["body"] = {**forger.body(index), "assembly": number, "revision": 1, "sha256": minutes.sha256}
    reopened: dict[str, JsonValue] = {
        **recorded,
        "type": "rules.reopened",
        "body": {"assembly": number, "decision": 1, "officers": ["ketua", "sekretaris"]},
    }
    forger.leaves += [serialise(recorded), serialise(reopened)]


def _by(check: str, told: str, change: Change) -> Forgery:
    def make(record: Honest) -> Forged:
        forger = Forger(record)
        change(forger)
        return Forged(files_of(record, forger.leaves, list(forger.blobs.values())))

    return Forgery(check, told, make)


AGREEMENTS: Final[Forgeries] = {
    "agreement-rules-opened-again-after-a-table-opened": _by(
        "4.2", "The rules were opened again for a newer charter while people voted.", _reopened_late
    ),
    "agreement-word-of-an-adopted-pasal": _by("3.4", "A word of a pasal that was agreed to is another.", _changed_word),
    "agreement-word-of-an-adopted-pasal-signed-anew": _by(
        "3.4", "A word of an agreed pasal is another, and the forger signed it anew.", _changed_word_and_signatures
    ),
    "agreement-adopted-after-the-first-table-opened": _by(
        "3.1", "The charter was agreed to when the first table was open.", _late
    ),
    "agreement-removed-agreement": _by("3.1", "The agreement to the criteria was left out.", _removed),
    "agreement-assembly-that-was-never-recorded": _by(
        "3.4", "The charter names an assembly of which there are no minutes.", _never_recorded
    ),
    "agreement-decision-about-another-text": _by(
        "3.4", "The assembly adopted another text than the one that stands in the record.", _adopts(sha256="0" * 64)
    ),
    "agreement-decision-about-another-version": _by("3.4", "The assembly adopted another version.", _adopts(version=7)),
    "agreement-decision-about-another-document": _by(
        "3.4", "The assembly adopted another document.", _adopts(document="ART")
    ),
    "agreement-decision-that-adopts-nothing": _by(
        "3.4", "The decision that the charter names adopts nothing.", _decision(adopts=None)
    ),
    "agreement-decision-that-was-voted-down": _by(
        "3.4",
        "The decision that the charter names was voted down.",
        _decision(method="SUARA", votes={"for": 40, "against": 50, "abstain": 0}),
    ),
    "agreement-assembly-without-quorum": _by(
        "3.4",
        "The assembly that adopted the charter missed its quorum.",
        _minutes(invitation={"sent": None, "how": "undangan", "invited": 400}, quorum={"percent": 50, "grace": False}),
    ),
    "agreement-revision-that-takes-a-decision-away": _by(
        "3.4", "A later revision of the minutes takes the decision away.", _revised
    ),
    "agreement-minutes-that-say-other-numbers": _by(
        "3.3", "The event states another number of people than its minutes.", _event_of_minutes(men=60)
    ),
    "agreement-minutes-of-another-kind": _by(
        "3.3", "The event states another kind of assembly than its minutes.", _event_of_minutes(kind="BEBAS")
    ),
    "agreement-minutes-that-are-not-there": _by(
        "2.5", "The event names minutes that nobody can read.", _event_of_minutes(sha256="0" * 64)
    ),
    "agreement-minutes-with-a-member-too-many": _by(
        "3.3", "The minutes say something that no minutes say.", _minutes(rahasia=1)
    ),
    "agreement-forged-signature": _by(
        "3.5", "A signature under the charter is invented.", _signer(signature=to_b64(bytes(64)))
    ),
    "agreement-signature-of-another-name": _by(
        "3.5", "A signature under the charter is given to another name.", _signer(name="Orang Lain")
    ),
    "agreement-signature-in-another-capacity": _by(
        "3.5", "A signature under the charter is given in another capacity.", _signer(capacity="lurah")
    ),
    "agreement-scan-that-nobody-attached": _by(
        "3.5", "The charter names a scanned sheet that no assembly attached.", _scan
    ),
    "agreement-text-of-another-title": _by(
        "3.2", "The text has another title than the agreement.", _text("AD", title="Anggaran Dasar lain")
    ),
    "agreement-text-of-another-kind": _by(
        "3.2", "The text is another document than the agreement says.", _text("AD", document="ART")
    ),
    "agreement-text-without-a-pasal": _by("3.2", "The agreed text is empty.", _text("AD", chapters=[])),
    "agreement-text-that-is-no-document": _by(
        "3.2", "The agreed text is no document.", lambda forger: forger.readopt("AD", b"Pasal 1.")
    ),
    "agreement-reference-that-nothing-answers": _by(
        "4.3", "The tatib refers to a number that no rule has.", _first_clause("TATIB", "Ambang {{ambangnya}}.")
    ),
    "agreement-reference-in-the-charter": _by(
        "4.3", "The charter refers to numbers of the tatib.", _first_clause("AD", "Ambang {{ambang}}.")
    ),
    "agreement-criterion-of-another-word": _by(
        "4.3", "A criterion in the text is another word than in the rules.", _first_clause("KRITERIA", "kaya")
    ),
    "agreement-tatib-with-other-fields": _by(
        "4.3", "The tatib says other numbers than those that were sealed.", _other_fields
    ),
    "agreement-rules-that-differ-from-the-fields-of-the-tatib": _by(
        "4.3", "The sealed rules say other numbers than the text of the tatib.", _other_rules
    ),
}
"""Forgeries of what the residents agreed to."""


def resigned(record: Honest) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """Return a record whose agreement the forger's machinery made anew, with no fault at all."""
    forger = Forger(record)
    forger.readopt("AD", serialise(forger.blob(forger.agreed("AD"))))
    assert forger.leaves != list(record.leaves)
    return forger.leaves, list(forger.blobs.values())
