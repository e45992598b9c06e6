"""What the invented voters write, and what the panitia knows each text to mean.

People write few well-known neighbours and many others.  The plan is arranged so that the eleventh and the twelfth
person have equally many votes: the demo must show how a tie at the last seat is settled.
"""

import random as random_module
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rembug_service.people.invented import InventedResident, how_people_write

SLOT_BYTES: Final = 60
# Written now and then, and no resident: a singer, a joke, an office abroad.
NOT_ENTITLED: Final = ("Rhoma Irama", "Iwan Fals", "Pak Presiden")
NO_NAME: Final = ("???", "siapa saja boleh", "pokoknya yang jujur")

_TOO_FEW: Final = "Suara yang ditulis terlalu sedikit untuk cerita ini: tambah --adults, --turnout, atau --names-max."
_CALLS: Final = ("pak ", "bu ", "bapak ", "ibu ", "mang ", "kang ", "teh ", "ceu ", "h. ", "hj. ")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text means: a code of the adjudication, and the person where the code counts."""

    code: str
    person: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class VotePlan:
    """The ballots of the day.

    Attributes:
        ballots: for each voter the texts as she writes them; some are blank.
        meanings: what each distinct text means.
        tied: the two persons who compete for the last seat, where that was arranged.
    """

    ballots: tuple[tuple[str, ...], ...]
    meanings: dict[str, Meaning]
    tied: tuple[str, ...]


def plan_votes(
    residents: Sequence[InventedResident], voters: int, names_max: int, seats: int, seed: int, *, tie: bool = True
) -> VotePlan:
    """Plan the day.

    Args:
        residents: the register.
        voters: ballots to be cast.
        names_max: most names on a ballot.
        seats: seats of the board.
        seed: equal seeds give equal plans.
        tie: whether the last seat is arranged to be tied; it may be by chance in any case.

    Raises:
        ValueError: there are too few residents or voters for a tie at the last seat.
    """
    random = random_module.Random(seed)
    known = random.sample(list(residents), min(len(residents), max(seats * 3, 30)))
    weights = [1 / (place + 4) for place in range(len(known))]
    intents = [_one_ballot(residents, known, weights, names_max, random) for _ in range(voters)]
    tied = _make_tie(intents, known, seats, names_max) if tie else ()
    meanings = _meanings(intents)
    return VotePlan(tuple(tuple(text for text, _ in ballot) for ballot in intents), meanings, tied)


def _one_ballot(
    residents: Sequence[InventedResident],
    known: Sequence[InventedResident],
    weights: Sequence[float],
    names_max: int,
    random: random_module.Random,
) -> list[tuple[str, str | None]]:
    if random.random() < 0.015:
        return []
    ballot: list[tuple[str, str | None]] = []
    for _ in range(names_max if random.random() < 0.8 else random.randint(1, names_max)):
        chance = random.random()
        if chance < 0.012:
            ballot.append((random.choice(NOT_ENTITLED + NO_NAME), None))
            continue
        person = random.choices(known, weights)[0] if chance < 0.9 else random.choice(residents)
        if all(person.id != written for _, written in ballot):
            ballot.append((_text(person, random), person.id))
    return ballot


def _text(person: InventedResident, random: random_module.Random) -> str:
    for _ in range(5):
        text = " ".join(how_people_write(person, random).split())
        if text and len(text.encode()) <= SLOT_BYTES:
            return text
    return _plain(person)


def _plain(person: InventedResident) -> str:
    return person.name.encode()[:SLOT_BYTES].decode(errors="ignore").strip()


def _certain(person: InventedResident) -> str:
    """Return a text that can mean nobody else, for the last ballots that make the tie."""
    text = f"{_plain(person)} {person.unit.label()}"
    return text if len(text.encode()) <= SLOT_BYTES else _plain(person)


def _counts(intents: Iterable[list[tuple[str, str | None]]]) -> Counter[str]:
    intents = list(intents)
    meanings = _meanings(intents)
    votes: Counter[str] = Counter()
    for ballot in intents:
        votes.update({person for text, _ in ballot if (person := meanings[text].person) is not None})
    return votes


def _make_tie(
    intents: list[list[tuple[str, str | None]]],
    known: Sequence[InventedResident],
    seats: int,
    names_max: int,
) -> tuple[str, ...]:
    """Add votes for the person in place ``seats + 1`` until she equals the one in place ``seats``."""
    people = {person.id: person for person in known}
    for _ in range(4 * len(intents)):
        votes = _counts(intents)
        ranked = [(count, person) for person, count in votes.most_common() if person in people]
        ranked.sort(key=lambda each: (-each[0], each[1]))
        if len(ranked) < seats + 2:
            raise ValueError(_TOO_FEW)
        above, last = ranked[seats - 2][0], ranked[seats - 1][0]
        first_out, second_out = ranked[seats][0], ranked[seats + 1][0]
        if above > last == first_out > second_out:
            return tuple(sorted((ranked[seats - 1][1], ranked[seats][1])))
        leading = {person for _, person in ranked[: seats + 2]}
        chosen = [ranked[i][1] for i in range(seats - 1)] if above == last else [ranked[seats][1]]
        _add_vote(intents, [people[each] for each in chosen], leading, names_max)
    raise ValueError(_TOO_FEW)


def _add_vote(
    intents: list[list[tuple[str, str | None]]],
    persons: Sequence[InventedResident],
    leading: set[str],
    names_max: int,
) -> None:
    """Give each of these persons one more vote.

    The first ballots with an empty line take them; where every ballot is full, a name far down makes room.
    """
    for chosen in persons:
        person, text = chosen.id, (_certain(chosen), chosen.id)
        for ballot in intents:
            if any(written == person for _, written in ballot):
                continue
            if 0 < len(ballot) < names_max:
                ballot.append(text)
                break
            other = [place for place, (_, written) in enumerate(ballot) if written not in leading]
            if other:
                ballot[other[0]] = text
                break
        else:
            raise ValueError(_TOO_FEW)


def _meanings(intents: Iterable[list[tuple[str, str | None]]]) -> dict[str, Meaning]:
    """Return what each text means: the person whom all its writers mean, or a void code."""
    meant: dict[str, set[str | None]] = {}
    for ballot in intents:
        for text, person in ballot:
            meant.setdefault(text, set()).add(person)
    return {text: _meaning(text, persons) for text, persons in meant.items()}


def _meaning(text: str, persons: set[str | None]) -> Meaning:
    if len(persons) > 1:
        return Meaning("TIDAK_SAH_GANDA_MAKNA", None, "Ada lebih dari satu warga yang dipanggil demikian.")
    person = next(iter(persons))
    if person is None and text in NOT_ENTITLED:
        return Meaning("TIDAK_SAH_TIDAK_BERHAK", None, "Bukan warga kelurahan ini.")
    if person is None:
        return Meaning("TIDAK_SAH_BUKAN_NAMA", None, "Tulisan ini bukan nama orang.")
    if "rt" in text.lower().split() or "rt." in text.lower():
        return Meaning("SAH_DENGAN_KETERANGAN", person, "RT yang ditulis menunjuk satu warga.")
    if text.lower().startswith(_CALLS):
        return Meaning("SAH", person, "Panggilan sehari-hari warga ini.")
    return Meaning("SAH", person, "Nama warga ini.")
