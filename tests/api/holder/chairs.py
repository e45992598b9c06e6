"""Three key holders with real keys in the story of the fold's tests."""

import dataclasses

from rembug_api import holder
from rembug_api.holder import HolderSecret
from rembug_ballots.ballot import BallotPlace, seal
from rembug_ballots.cards import credential_of_secret
from rembug_ballots.events import Event, polling, setup, tally
from rembug_ballots.events.ceremony import KeysJoined, RehearsalPassed, RehearsalSet
from rembug_ballots.events.signing import check_signature
from rembug_ballots.ids import TableNumber
from rembug_ballots.names import to_slots
from rembug_ballots.presets import langsung
from rembug_ballots.state.mixing import list_hash
from rembug_crypto.ceremony import CeremonyContext, joint_key, open_commitments
from rembug_crypto.elgamal import PublicKey, encrypt
from rembug_crypto.encoding import encode_slots
from rembug_crypto.group import Scalar, Scalars
from tests.ballots.story import BKM, ELECTION, OFFICERS, Story, of

RULES = dataclasses.replace(langsung("Sukamaju"), holders=3, threshold=2, mixers=2, min_batch=20)


class Chairs(Story):
    """The story with real keys: its ceremony, mixes and openings are made by the holders' functions."""

    def __init__(self) -> None:
        super().__init__(rules=RULES)
        self.chairs = {number: HolderSecret.draw(self.random) for number in (1, 2, 3)}
        self.secret_of: dict[bytes, bytes] = {}
        self.mailbox: dict[int, dict[int, bytes]] = {1: {}, 2: {}, 3: {}}

    def take(self, data: bytes) -> None:
        event = Event.parse(data)
        key = self.state.signing_key_for(event.body)
        assert key is not None
        check_signature(event, key)
        self.state.apply(event, self)
        self.events.append(event)

    def register_holders(self) -> None:
        for number, secret in self.chairs.items():
            self.take(holder.register(ELECTION, number, f"Pemegang {number}", secret))

    def commit_all(self) -> None:
        for number in self.chairs:
            event, self.chairs[number] = holder.commit(self.state, number, self.chairs[number], self.random)
            self.take(event)

    def reveal_all(self) -> None:
        for number, secret in self.chairs.items():
            event, blob = holder.reveal(self.state, number, secret)
            self.keep(blob)
            self.take(event)

    def share_all(self) -> None:
        for number, secret in self.chairs.items():
            step = holder.share(self.state, self, number, secret, self.random)
            self.take(step.event)
            for receiver, sealed in step.sealed.items():
                self.mailbox[receiver][number] = sealed

    def until_shared(self) -> None:
        self.agree()
        self.register_holders()
        self.commit_all()
        self.reveal_all()
        self.share_all()

    def join(self) -> None:
        rules = self.rules
        context = CeremonyContext(ELECTION, 1, rules.holders, rules.threshold, rules.max_width)
        opened = [
            open_commitments(context, number, self.blobs[each.sha256])
            for number, each in sorted(self.state.ceremony.revealed.items())
        ]
        self.do(of(KeysJoined, 1, joint_key(opened).to_bytes()))

    def until_joined(self) -> None:
        self.until_shared()
        for number, secret in self.chairs.items():
            verdict = holder.confirm(self.state, self, number, secret, self.mailbox[number])
            assert verdict.against is None
            self.take(verdict.event)
        self.join()
        for number, secret in self.chairs.items():
            self.chairs[number] = holder.finish(self.state, self, number, secret, self.mailbox[number])

    def sealed(self, names: list[str], width: int) -> tuple[bytes, bytes]:
        assert self.state.ceremony.keys is not None
        key = PublicKey.from_bytes(self.state.ceremony.keys).first(width)
        randomness = Scalar.random(self.random)
        row = encrypt(encode_slots(to_slots(names, width // 2)), key, Scalars.of([randomness]))
        return row.to_bytes(), randomness.to_bytes()

    def key(self) -> None:
        self.until_joined()
        ciphertext, randomness = self.sealed(["LATIHAN"], self.rules.max_width)
        self.do(of(RehearsalSet, ciphertext, randomness))
        for number in (1, 3):
            self.take(holder.rehearsal_factor(self.state, self, number, self.chairs[number], self.random))
        self.do(of(RehearsalPassed, (1, 3)))

    def cards(self, number: int) -> setup.CardsRegistered:
        place = BKM, TableNumber(number)
        secrets = [self.random(16) for _ in range(self.rules.cards_for(self.adults[number - 1]))]
        self.secret_of |= {bytes(credential_of_secret(each, ELECTION, *place)): each for each in secrets}
        self.secrets[number] = sorted(secrets)
        self.credentials[number] = sorted(bytes(credential_of_secret(each, ELECTION, *place)) for each in secrets)
        blob = self.keep(b"".join(self.credentials[number]))
        return of(setup.CardsRegistered, number, BKM, len(secrets), blob, self.random(32))

    def ballot(self, table: int, card: int) -> polling.BallotCast:
        assert self.state.ceremony.keys is not None
        key = PublicKey.from_bytes(self.state.ceremony.keys).first(self.state.contests[BKM].rules.width)
        place = BallotPlace(ELECTION, BKM, TableNumber(table))
        secret = self.secret_of[self.credentials[table][card]]
        return seal([f"Warga {card + 1}"], secret, place, key, self.random)[0].cast(self.random(32))

    def mix_by(self, number: int) -> None:
        contest = self.state.contests[BKM]
        data = self.blobs[list_hash(contest)]
        event, output, proof = holder.mix(self.state, BKM, number, self.chairs[number], data, self.random)
        self.keep(output)
        self.keep(proof)
        self.take(event)

    def mix(self) -> None:
        self.close()
        for number in (2, 3):
            self.mix_by(number)
        self.do(of(tally.MixingFinished, BKM, 2, list_hash(self.state.contests[BKM]), OFFICERS))
