"""Making the cards of a table, on a device of the card officer and never on the server."""

from dataclasses import dataclass, field

from rembug_ballots.cards import Card, credential_of_secret, new_secret
from rembug_ballots.events.fields import Count, SigningKey
from rembug_ballots.events.setup import CardsRegistered
from rembug_ballots.events.signing import sign_event
from rembug_ballots.ids import ContestId, ContestIndex, ElectionId, TableNumber
from rembug_ballots.signing import public_key
from rembug_ballots.state.blobs import name_of
from rembug_crypto.randomness import RandomSource


@dataclass(frozen=True, slots=True)
class CardBatch:
    """The cards of one table.

    Attributes:
        cards: what is printed, in random order.
        event: the signed ``cards.registered``.
        credentials: its blob: public keys, sorted.
    """

    cards: tuple[Card, ...] = field(repr=False)
    event: bytes
    credentials: bytes


def make_cards(
    election: ElectionId,
    contest: ContestId,
    index: ContestIndex,
    table: TableNumber,
    count: int,
    maker_seed: bytes,
    random: RandomSource,
) -> CardBatch:
    """Make ``count`` cards for a table.

    Args:
        election: id of the election.
        contest: id of the contest.
        index: its index, which is printed on the cards.
        table: where alone the cards are good.
        count: how many.
        maker_seed: Ed25519 seed of the card maker, 32 secret bytes.
        random: source of the secrets.
    """
    cards = tuple(Card(index, table, new_secret(random)) for _ in range(count))
    credentials = b"".join(sorted(credential_of_secret(card.secret, election, contest, table) for card in cards))
    body = CardsRegistered(table, contest, Count(count), name_of(credentials), SigningKey(public_key(maker_seed)))
    return CardBatch(cards, sign_event(election, body, maker_seed).data, credentials)
