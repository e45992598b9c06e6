"""A small election told event by event, for tests of the fold.

The fold looks at no signature and no proof, so these are bytes of a seeded stream; everything that it does look at is
right. `Story` can be stopped at each chapter.
"""

import dataclasses
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from rembug_ballots.assemblies import Minutes
from rembug_ballots.canonical import serialise
from rembug_ballots.counting import count
from rembug_ballots.counting_codec import encode_result
from rembug_ballots.counting_model import Decision
from rembug_ballots.documents import Document
from rembug_ballots.encoding import to_base32
from rembug_ballots.events import Body, Event, polling, setup, tally
from rembug_ballots.events import ceremony as keys
from rembug_ballots.events.agreement import DocumentAgreed, RulesSealed
from rembug_ballots.events.body import Signer
from rembug_ballots.events.fields import Code, DocumentKind, SettleMethod, Sex
from rembug_ballots.ids import ContestId, ElectionId, PersonId, TableNumber
from rembug_ballots.names import rows_blob, strings_blob
from rembug_ballots.presets import langsung
from rembug_ballots.register import nominee_commitment
from rembug_ballots.rules import Rules
from rembug_ballots.state import ElectionState
from rembug_ballots.state.ceremony import ceremony_hash, commitment_size
from rembug_ballots.state.mixing import list_hash, mix_sizes
from rembug_ballots.tracking import tracking_code
from tests.ballots import agreements

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

ELECTION = ElectionId("sukamaju-2026")
OFFICERS = agreements.OFFICERS
MONITOR = "pemantau"
BKM = ContestId("bkm")


B = TypeVar("B", bound="DataclassInstance")


def of(kind: type[B], *members: Any, **named: Any) -> B:  # noqa: ANN401 - bodies of all kinds
    """Make a body from plain values, whose kinds the codecs check when it is built."""
    return kind(*members, **named)


def but(body: B, **changes: Any) -> B:  # noqa: ANN401 - bodies of all kinds
    """Return a body with other members."""
    return dataclasses.replace(body, **changes)


class Stream:
    """Bytes that look random and are the same in every run."""

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._drawn = 0

    def __call__(self, size: int) -> bytes:
        self._drawn += 1
        return hashlib.shake_256(self._seed + b":%d" % self._drawn).digest(size)


@dataclass
class Story:
    """A state, its events and blobs."""

    rules: Rules = field(default_factory=lambda: langsung("Sukamaju"))
    adults: Sequence[int] = (40, 30)
    seed: str = "story"

    def __post_init__(self) -> None:
        self.random = Stream(self.seed)
        self.state = ElectionState()
        self.events: list[Event] = []
        self.blobs: dict[str, bytes] = {}
        self.secrets: dict[int, list[bytes]] = {}
        self.credentials: dict[int, list[bytes]] = {}
        self.people = [self.person(number) for number in range(1, 41)]

    # The blob source of the fold.
    def get(self, sha256: str, /) -> bytes | None:
        return self.blobs.get(sha256)

    def keep(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        self.blobs[name] = data
        return name

    def event(self, body: Body) -> Event:
        signature = None if body.SIGNER is Signer.NOBODY else self.random(64)
        return Event.build(ELECTION, body, signature)

    def do(self, *bodies: Body) -> None:
        for body in bodies:
            event = self.event(body)
            self.state.apply(event, self)
            self.events.append(event)

    def person(self, number: int) -> tally.Person:
        return of(
            tally.Person,
            id=PersonId(to_base32(number.to_bytes(6, "big"))),
            name=f"Warga {number}",
            sex=Sex.P if number % 2 else Sex.L,
            unit="RW 01/RT 02",
            salt=self.random(16),
        )

    # Chapters, in order.

    def create(self) -> None:
        place = of(setup.Place, "Sukamaju", "Cibeunying", "Bandung", "Jawa Barat", "32.73.14.1001")
        self.do(of(setup.ElectionCreated, "Pemilihan BKM", place, "rembug/1", "rembug.id/x+00000000+AAAA"))

    def minutes(self, *decisions: dict[str, Any], **members: object) -> Minutes:
        """Return the minutes of the next assembly, whose blob is kept."""
        said = agreements.minutes(len(self.state.assemblies) + 1, *decisions, **members)
        return self.keep_minutes(Minutes.from_json(said))

    def keep_minutes(self, minutes: Minutes) -> Minutes:
        self.keep(minutes.to_bytes())
        return minutes

    def keep_text(self, text: Document) -> Document:
        self.keep(text.to_bytes())
        return text

    def document(self, kind: DocumentKind, version: int = 1, *, word: str = "warga") -> DocumentAgreed:
        """Record an assembly that adopts a text, and return the event of the agreement."""
        text = self.keep_text(agreements.document(kind, self.rules, word=word))
        minutes = self.minutes(agreements.decision(adopts=agreements.adopts(text, version)))
        self.do(agreements.recorded(minutes))
        return agreements.agreed(ELECTION, text, minutes.assembly, version=version)

    def agree(self) -> None:
        self.create()
        self.do(*[self.document(kind) for kind in (DocumentKind.AD, DocumentKind.TATIB, DocumentKind.KRITERIA)])
        self.do(of(RulesSealed, self.rules, OFFICERS))

    def register_holders(self) -> None:
        for number in self.holders():
            self.do(of(keys.HolderRegistered, number, f"Pemegang {number}", self.random(32), self.random(32)))

    def holders(self) -> range:
        return range(1, self.rules.holders + 1)

    def ceremony(self, run: int = 1, *, confirm: bool = True) -> None:
        size = commitment_size(self.rules.threshold, self.rules.max_width)
        blobs = {number: self.keep(self.random(size)) for number in self.holders()}
        self.do(*[of(keys.CeremonyCommitted, run, number, blobs[number]) for number in self.holders()])
        self.do(*[of(keys.CeremonyRevealed, run, number, blobs[number]) for number in self.holders()])
        for number in self.holders():
            others = [other for other in self.holders() if other != number]
            sealed = tuple(of(keys.SealedShare, other, self.keep(self.random(8))) for other in others)
            self.do(of(keys.CeremonyShared, run, number, sealed))
        if not confirm:
            return
        confirmed = ceremony_hash(self.state.ceremony)
        self.do(*[of(keys.CeremonyConfirmed, run, number, confirmed) for number in self.holders()])

    def key(self) -> None:
        self.agree()
        self.register_holders()
        self.ceremony()
        width = self.rules.max_width
        self.do(of(keys.KeysJoined, 1, self.random(32 * width)))
        self.do(of(keys.RehearsalSet, self.random(32 * (1 + width)), self.random(32)))
        for number in range(1, self.rules.threshold + 1):
            self.do(of(keys.RehearsalFactor, number, self.random(32 * width), self.random(96 * width)))
        self.do(of(keys.RehearsalPassed, tuple(range(1, self.rules.threshold + 1))))

    def register(self) -> setup.RegisterSealed:
        tables = tuple(
            of(
                setup.SealedTable,
                table=number,
                contest=BKM,
                unit=f"RW 0{number}",
                place="Balai warga",
                adults=adults,
                men=adults // 2,
                women=adults - adults // 2,
                roll=self.keep(self.random(32 * adults)),
            )
            for number, adults in enumerate(self.adults, start=1)
        )
        commitments = sorted(nominee_commitment(person) for person in self.people)
        nominees = of(setup.SealedNominees, BKM, len(commitments), self.keep(b"".join(commitments)))
        base = of(setup.QuorumBase, BKM, sum(self.adults))
        return of(setup.RegisterSealed, "kelurahan", tables, (nominees,), (base,), OFFICERS)

    def cards(self, number: int) -> setup.CardsRegistered:
        made = self.rules.cards_for(self.adults[number - 1])
        self.secrets[number] = sorted(self.random(16) for _ in range(made))
        self.credentials[number] = sorted(self.random(32) for _ in range(made))
        blob = self.keep(b"".join(self.credentials[number]))
        return of(setup.CardsRegistered, number, BKM, made, blob, self.random(32))

    def seal(self) -> None:
        self.key()
        self.do(self.register())
        self.do(*[self.cards(number) for number in range(1, len(self.adults) + 1)])
        self.do(of(setup.BoothSealed, (of(setup.Bundle, "bilik.js", self.keep(b"bilik")),)))
        self.do(of(setup.StageSealed, "kelurahan", OFFICERS))

    def open(self) -> None:
        self.seal()
        for number in range(1, len(self.adults) + 1):
            self.do(of(polling.TableOpened, number, self.random(32), OFFICERS))

    def ballot(self, table: int, card: int) -> polling.BallotCast:
        width = self.state.contests[BKM].rules.width
        return of(
            polling.BallotCast,
            contest=BKM,
            table=table,
            credential=self.credentials[table][card],
            ciphertext=self.random(32 * (1 + width)),
            proof=self.random(64),
            signature=self.random(64),
            table_signature=self.random(64),
        )

    def committee_test(self, table: int, card: int = -1) -> polling.BallotAudited:
        ballot = self.ballot(table, card)
        return of(
            polling.BallotAudited,
            contest=BKM,
            table=table,
            tracking=tracking_code(ELECTION, BKM, ballot.ciphertext, ballot.proof),
            ciphertext=ballot.ciphertext,
            proof=ballot.proof,
            credential=ballot.credential,
            randomness=self.random(32),
            names=("CONTOH",),
        )

    def vote(self) -> None:
        self.open()
        for number in range(1, len(self.adults) + 1):
            self.do(of(polling.CheckinBlock, number, 10))
            self.do(self.committee_test(number))
            self.do(*[self.ballot(number, card) for card in range(12)])
            self.do(of(polling.CheckinBlock, number, 20))
        self.do(of(polling.CardVoided, 1, self.credentials[1][20], self.random(64)))
        self.do(of(polling.CardReplaced, 1, "kartu hilang", OFFICERS))
        self.do(of(polling.VoterAdded, 1, "warga baru", OFFICERS))

    def closing(self, number: int, *, checkins: int | None = None) -> polling.TableClosed:
        table = self.state.tables[TableNumber(number)]
        made = len(self.credentials[number])
        return of(
            polling.TableClosed,
            table=number,
            checkins=table.checkins if checkins is None else checkins,
            ballots=table.ballots,
            voided=table.voided,
            replaced=table.replaced,
            added=table.added,
            left=made - table.ballots - table.voided,
            missing=0,
            walked_away=0,
            assisted=min(1, table.checkins),
            paper_signatures=table.checkins,
            officers=OFFICERS,
        )

    def contest_closing(self) -> polling.ContestClosed:
        contest = self.state.contests[BKM]
        return of(
            polling.ContestClosed,
            contest=BKM,
            ballots=len(contest.ballots),
            input=self.keep(contest.mix_input()),
            checkins=self.state.contest_checkins(contest),
            quorum_base=contest.quorum_base or 0,
            quorum_met=self.state.reaches_quorum(contest),
            officers=OFFICERS,
        )

    def close(self) -> None:
        self.vote()
        self.close_tables()
        self.do(self.contest_closing())

    def close_tables(self, *, papers: bool = True) -> None:
        for number, table in self.state.tables.items():
            if table.is_open:
                self.do(self.closing(number))
                if papers:
                    self.papers(number)

    def papers(self, number: int) -> None:
        closing = self.state.tables[TableNumber(number)].closing
        assert closing is not None
        self.do(of(polling.CheckinList, number, tuple(range(1, closing.checkins + 1))))
        blob = self.keep(b"".join(self.secrets[number][: closing.left]))
        self.do(of(polling.CardsLeft, number, closing.left, blob))

    def mix_step(self, holder: int) -> tally.MixDone:
        contest = self.state.contests[BKM]
        output, proof = mix_sizes(len(contest.ballots), contest.rules.width)
        return of(
            tally.MixDone,
            contest=BKM,
            step=len(contest.tally.mixes) + 1,
            holder=holder,
            input=list_hash(contest),
            output=self.keep(self.random(output)),
            proof=self.keep(self.random(proof)),
        )

    def mix(self) -> None:
        self.close()
        for holder in range(1, self.rules.mixers + 1):
            self.do(self.mix_step(holder))
        last = list_hash(self.state.contests[BKM])
        self.do(of(tally.MixingFinished, BKM, self.rules.mixers, last, OFFICERS))

    def order(self) -> None:
        self.mix()
        self.do(of(tally.OpeningOrdered, BKM, list_hash(self.state.contests[BKM]), OFFICERS))

    def rows(self) -> list[tuple[str | None, ...]]:
        """Names so that 11 residents have seats and none is tied: resident k is on k + 1 ballots."""
        ballots = len(self.state.contests[BKM].ballots)
        return [tuple(self.row(place)) for place in range(ballots)]

    def row(self, place: int) -> list[str | None]:
        return [f"warga {(place * 3 + slot) % 13 + 1}" for slot in range(3)]

    def opened(self) -> None:
        self.order()
        width, ballots = self.rules.max_width, len(self.state.contests[BKM].ballots)
        for number in range(1, self.rules.threshold + 1):
            factors = self.keep(self.random(32 * ballots * width))
            proof = self.keep(self.random(96 * width))
            self.do(of(tally.OpeningFactor, BKM, number, factors, proof))
        holders = tuple(range(1, self.rules.threshold + 1))
        rows = self.rows()
        names = self.keep(rows_blob(rows)), self.keep(strings_blob(rows))
        self.do(of(tally.ContestOpened, BKM, holders, *names))

    def decision(self, string: str) -> tally.AdjudicationDecided:
        person = self.people[int(string.split()[1]) - 1]
        return of(
            tally.AdjudicationDecided,
            contest=BKM,
            string=string,
            code=Code.SAH,
            person=person,
            reason="dikenal warga",
            officers=OFFICERS,
            monitor=MONITOR,
        )

    def adjudicate(self) -> None:
        self.opened()
        strings = sorted(self.state.contests[BKM].tally.strings or ())
        self.do(*[self.decision(string) for string in strings])
        self.do(of(tally.AdjudicationCompleted, BKM, len(strings), OFFICERS))

    def result(self) -> tally.ResultCounted:
        contest = self.state.contests[BKM]
        decisions = {
            text: Decision(each.code.value, each.person.id if each.person else None)
            for text, each in contest.tally.decisions.items()
        }
        sexes: dict[str, str] = {person.id: person.sex.value for person in contest.tally.persons.values()}
        counted = count(self.rows(), decisions, self.rules.count_rules(contest.rules), sexes)
        return of(tally.ResultCounted, BKM, encode_result(counted))

    def count(self) -> None:
        self.adjudicate()
        self.do(self.result())

    def settle(self) -> None:
        self.count()
        outcome = self.state.contests[BKM].tally.outcome
        assert outcome is not None
        if outcome.ties:
            persons = tuple(PersonId(person) for tie in outcome.ties for person in tie.persons)
            self.do(
                of(
                    tally.TieSettled,
                    BKM,
                    SettleMethod.MUSYAWARAH,
                    persons,
                    "dua orang mundur tertulis",
                    None,
                    None,
                    OFFICERS,
                )
            )

    def certification(self) -> tally.ResultCertified:
        outcome = self.state.contests[BKM].tally.outcome
        assert outcome is not None
        return of(
            tally.ResultCertified,
            contest=BKM,
            elected=outcome.elected,
            reserves=outcome.reserves,
            women=of(tally.WomenShare, outcome.women_elected, outcome.women_required, outcome.women_met),
            minutes=self.keep(serialise({"berita": "acara"})),
            officers=OFFICERS,
        )

    def certify(self) -> None:
        self.settle()
        self.do(self.certification())

    def publish(self) -> None:
        self.certify()
        self.do(of(tally.ElectionPublished, (BKM,), self.rules.publication))
