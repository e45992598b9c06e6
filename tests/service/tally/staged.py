"""A small election with real keys, cards and ballots, told to a running service up to its closed contest."""

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from nacl.public import PrivateKey
from sqlalchemy import insert

from rembug_ballots import signing
from rembug_ballots.ballot import BallotPlace, seal
from rembug_ballots.canonical import JsonObject
from rembug_ballots.cards import credential_of_secret
from rembug_ballots.events import Body, Event, polling, setup, tally
from rembug_ballots.events import ceremony as keys
from rembug_ballots.events.body import Signer
from rembug_ballots.events.signing import sign_event
from rembug_ballots.ids import ContestId, ElectionId, OfficerId, Officers, PersonId, TableNumber
from rembug_ballots.presets import langsung
from rembug_ballots.rules import Rules
from rembug_crypto.ceremony import CeremonyContext, Polynomials, commit, open_commitments
from rembug_crypto.ceremony_shares import ShareRoute, open_share, seal_share, secret_keys
from rembug_crypto.elgamal import PublicKey
from rembug_crypto.group import Scalars
from rembug_service.accounts import Account, Role
from rembug_service.board import Board
from rembug_service.ceremony import ceremony_view, receive_ceremony_event, sealed_shares_for
from rembug_service.nominees import person_of
from rembug_service.service import Service
from rembug_service.sql.residents import KeptResident, Residents
from rembug_service.sql.tables import accounts, elections
from rembug_service.work import Work
from tests.ballots.story import Story, of

ELECTION = ElectionId("sukamaju-2026")
BKM = ContestId("bkm")
OFFICERS = Officers((OfficerId("ketua"), OfficerId("sekretaris")))
# fmt: off
PEOPLE = (
    "Siti Aminah", "Asep Suryana", "Mochamad Ridwan", "Euis Komariah", "Ujang Sutisna", "Neneng Hasanah",
    "Dadang Hermawan", "Yayah Rokayah", "Cecep Supriatna", "Iis Rohaeti", "Tatang Koswara", "Lilis Suryani",
)
# fmt: on
# Twelve ballots.  Resident k is meant by "warga k"; six of them are written, two texts name nobody.
NAMES: tuple[tuple[str, ...], ...] = (
    *[("warga 1", "warga 2")] * 5,
    *[("warga 1", "warga 3")] * 3,
    *[("Warga Satu", "warga 4")] * 2,
    ("bukan siapa-siapa", "warga 5"),
    (),
)


def rules(publication: str = "terbuka") -> Rules:
    """Three holders, two needed; two names a ballot."""
    value: JsonObject = langsung("Sukamaju", names_max=2, publication=publication).to_json()
    return Rules.from_json({**value, "holders": 3, "threshold": 2, "mixers": 2, "audits_per_table": 0})


@dataclass
class Holder:
    """A key holder's device."""

    number: int
    seed: bytes
    box: bytes
    polynomials: Polynomials
    secret: Scalars | None = None

    def sign(self, body: Body) -> bytes:
        return sign_event(ELECTION, body, self.seed).data


@dataclass
class Stage:
    """A running service and everybody's secrets."""

    service: Service
    story: Story
    holders: list[Holder] = field(default_factory=list)

    @property
    def board(self) -> Board:
        return self.service.board(ELECTION)

    def size(self) -> int:
        return self.board.signed_size

    def tell(self, *bodies: Body) -> None:
        def job(work: Work) -> None:
            for data in self.story.blobs.values():
                work.blobs(ELECTION).put(data)
            for body in bodies:
                work.append_event(
                    Event.build(ELECTION, body, None if body.SIGNER is Signer.NOBODY else self.story.random(64))
                )

        self.service.write(job)

    # Ceremony

    def context(self) -> CeremonyContext:
        agreed = self.story.rules
        return CeremonyContext(ELECTION, 1, agreed.holders, agreed.threshold, agreed.max_width)

    def send(
        self, holder: Holder, body: Body, blob: bytes | None = None, sealed: dict[int, bytes] | None = None
    ) -> int:
        return receive_ceremony_event(self.service, ELECTION, holder.sign(body), blob, sealed or {})

    def register_holders(self) -> None:
        random = self.story.random
        for number in range(1, self.story.rules.holders + 1):
            holder = Holder(number, random(32), random(32), Polynomials.draw(self.context(), random))
            self.holders.append(holder)
            box_key = bytes(PrivateKey(holder.box).public_key)
            self.send(
                holder,
                of(keys.HolderRegistered, number, f"Pemegang {number}", signing.public_key(holder.seed), box_key),
            )

    def run_ceremony(self) -> None:
        random, context = self.story.random, self.context()
        self.register_holders()
        blobs = [commit(context, each.number, each.polynomials, random) for each in self.holders]
        names = [self.story.keep(blob) for blob in blobs]
        for each, name in zip(self.holders, names, strict=True):
            self.send(each, of(keys.CeremonyCommitted, 1, each.number, name))
        for each, name, blob in zip(self.holders, names, blobs, strict=True):
            self.send(each, of(keys.CeremonyRevealed, 1, each.number, name), blob)
        for each in self.holders:
            body, sealed = self.shares(each)
            self.send(each, body, None, sealed)
        opened = [open_commitments(context, number, blob) for number, blob in enumerate(blobs, start=1)]
        view = ceremony_view(self.service, ELECTION)
        for each in self.holders:
            mine = [each.polynomials.share_for(each.number)]
            for sender, sealed_share in sealed_shares_for(self.service, ELECTION, each.number).items():
                route = ShareRoute(context, sender, each.number)
                box_key = view.holders[sender - 1].box_key
                mine.append(open_share(route, sealed_share, each.box, box_key, opened[sender - 1]))
            each.secret = secret_keys(mine)
        for each in self.holders:
            self.send(each, of(keys.CeremonyConfirmed, 1, each.number, view.transcript))

    def shares(self, holder: Holder) -> tuple[keys.CeremonyShared, dict[int, bytes]]:
        view = ceremony_view(self.service, ELECTION)
        sealed = {
            other.number: seal_share(
                ShareRoute(self.context(), holder.number, other.number),
                holder.polynomials,
                holder.box,
                other.box_key,
                self.story.random,
            )
            for other in view.holders
            if other.number != holder.number
        }
        hashes = tuple(of(keys.SealedShare, number, self.story.keep(data)) for number, data in sealed.items())
        return of(keys.CeremonyShared, 1, holder.number, hashes), sealed

    def secret(self, holder: int) -> Scalars:
        found = self.holders[holder - 1].secret
        assert found is not None
        return found

    def key(self) -> PublicKey:
        return PublicKey.from_bytes(self.board.state.contest_keys(BKM))

    # Register and polling

    def add_people(self) -> None:
        everybody = [
            KeptResident(
                person=self.story.person(number).id,
                name=name,
                nicknames=(),
                sex="P" if number % 2 else "L",
                birth_year=1980,
                adult=True,
                rt=2,
                rw=1,
                note="",
                status="AKTIF",
                nik_fingerprint=None,
                nik_last4=None,
                salt=self.story.random(16),
            )
            for number, name in enumerate(PEOPLE, start=1)
        ]

        def job(work: Work) -> list[tally.Person]:
            Residents(work.connection, ELECTION).add(everybody)
            return [person_of(work.connection, ELECTION, PersonId(each.person)) for each in everybody]

        self.story.people = self.service.write(job)

    def poll(self, names: Sequence[Sequence[str]] = NAMES) -> None:
        random, table = self.story.random, TableNumber(1)
        place = BallotPlace(ELECTION, BKM, table)
        sealed = dataclasses.replace(self.story.register())
        made = self.story.rules.cards_for(len(names))
        secrets = sorted(random(16) for _ in range(made))
        credentials = sorted(credential_of_secret(each, ELECTION, BKM, table) for each in secrets)
        cards = of(setup.CardsRegistered, 1, BKM, made, self.story.keep(b"".join(credentials)), random(32))
        booth = of(setup.BoothSealed, (of(setup.Bundle, "bilik.js", self.story.keep(b"bilik")),))
        self.tell(sealed, cards, booth, of(setup.StageSealed, "kelurahan", OFFICERS))
        seed, key = random(32), self.key()
        self.tell(of(polling.TableOpened, 1, signing.public_key(seed), OFFICERS))
        self.tell(of(polling.CheckinBlock, 1, 10))
        ballots = [
            seal(each, secret, place, key, random)[0].cast(seed) for each, secret in zip(names, secrets, strict=False)
        ]
        self.tell(*ballots)
        left = secrets[len(names) :]
        closing = of(
            polling.TableClosed,
            table=1,
            checkins=len(names),
            ballots=len(names),
            voided=0,
            replaced=0,
            added=0,
            left=len(left),
            missing=0,
            walked_away=0,
            assisted=0,
            paper_signatures=len(names),
            officers=OFFICERS,
        )
        self.tell(closing, of(polling.CheckinList, 1, tuple(range(1, len(names) + 1))))
        self.tell(of(polling.CardsLeft, 1, len(left), self.story.keep(b"".join(left))))
        state = self.board.state
        contest = state.contests[BKM]
        self.tell(
            of(
                polling.ContestClosed,
                contest=BKM,
                ballots=len(names),
                input=self.story.keep(contest.mix_input()),
                checkins=len(names),
                quorum_base=contest.quorum_base,
                quorum_met=state.reaches_quorum(contest),
                officers=OFFICERS,
            )
        )

    # Accounts

    def account(self, name: str, *roles: Role, person: str | None = None) -> Account:
        self.service.write(
            lambda work: work.connection.execute(
                insert(accounts).values(id=name, display_name=name, password="x", roles="[]", person=person)
            )
        )
        return Account(name, name, frozenset(roles), person)


@contextmanager
def stage(
    folder: Path, publication: str = "terbuka", story: Story | None = None, seed: bytes = bytes(32)
) -> Iterator[Stage]:
    """Run a service whose election has its rules sealed; ``seed`` is that of its log."""
    service = Service.open(folder)
    try:
        story = story or Story(rules=rules(publication), adults=(len(NAMES),))
        told = Stage(service, story)

        def begin(work: Work) -> None:
            work.connection.execute(
                insert(elections).values(
                    id=ELECTION, title="Pemilihan", log_seed=service.secrets.seal(seed, service.random)
                )
            )
            work.boards.by_election[ELECTION] = Board(ELECTION, seed, folder / "checkpoints")

        (folder / "checkpoints").mkdir(exist_ok=True)
        service.write(begin)
        story.agree()
        told.tell(*[event.body for event in story.events])
        yield told
    finally:
        service.close()
