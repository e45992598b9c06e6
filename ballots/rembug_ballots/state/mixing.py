"""Handlers: mixing, opening, adjudication."""

from typing import Final

from rembug_ballots.canonical import parse
from rembug_ballots.errors import NotCanonical
from rembug_ballots.events.body import Body
from rembug_ballots.events.event import Event
from rembug_ballots.events.tally import (
    AdjudicationCompleted,
    AdjudicationDecided,
    AdjudicationReversed,
    ContestOpened,
    ContestWitnessed,
    MixDone,
    MixingFinished,
    OpeningFactor,
    OpeningOrdered,
    Person,
)
from rembug_ballots.ids import ContestId, HolderNumber, Sha256
from rembug_ballots.phases import check_contest, check_election, move
from rembug_ballots.refusals import IllegalEvent, Refusal
from rembug_ballots.register import holds_commitment, nominee_commitment
from rembug_ballots.state.blobs import BlobSource, public_blob, withheld_blob
from rembug_ballots.state.closing import closing_papers_missing
from rembug_ballots.state.handlers import Handler, handler
from rembug_ballots.state.model import ContestState
from rembug_ballots.state.view import StateView
from rembug_ballots.witnessing import open_witnessed
from rembug_crypto.errors import CryptoError

# 40,000 ballots of 17 names of 60 bytes, every character escaped to six bytes, cannot be longer.
MAX_STRINGS_BYTES: Final = 256 * 1024 * 1024


def contest_in(state: StateView, contest: ContestId, kind: str) -> ContestState:
    """Return a contest in a phase where ``kind`` may stand.

    Raises:
        IllegalEvent: UNKNOWN_CONTEST or WRONG_PHASE.
    """
    found = state.contest(contest)
    check_election(kind, state.phase)
    check_contest(kind, found.phase)
    return found


def _check_holder(state: StateView, holder: HolderNumber) -> None:
    if holder not in state.ceremony.holders:
        raise IllegalEvent(Refusal.UNKNOWN_HOLDER, holder=holder)


def list_hash(contest: ContestState) -> Sha256:
    """Return the hash of the last list of ciphertexts: the last mix, or else the accepted ballots.

    Raises:
        IllegalEvent: WRONG_PHASE: the contest is not closed.
    """
    if contest.tally.mixes:
        return contest.tally.mixes[-1].output
    if contest.input is None:
        raise IllegalEvent(Refusal.WRONG_PHASE, type="mix.done", phase=contest.phase.value)
    return contest.input


def mix_sizes(count: int, width: int) -> tuple[int, int]:
    """Return the bytes of a mix's output and of its proof (docs/protocol.md section 10)."""
    return 32 * count * (1 + width), 32 * (5 * count + 8 + width)


def _mix(state: StateView, body: MixDone, _: Event, blobs: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    _check_holder(state, body.holder)
    mixes = contest.tally.mixes
    if body.step != len(mixes) + 1:
        raise IllegalEvent(Refusal.STEP_DIFFERS, step=len(mixes) + 1)
    if any(mix.holder == body.holder for mix in mixes):
        raise IllegalEvent(Refusal.MIXED_BEFORE, holder=body.holder)
    if body.input != list_hash(contest):
        raise IllegalEvent(Refusal.INPUT_DIFFERS)
    output, proof = mix_sizes(len(contest.ballots), contest.rules.width)
    public_blob(blobs, body.output, output)
    public_blob(blobs, body.proof, proof)
    mixes.append(body)


def _finish(state: StateView, body: MixingFinished, _: Event, __: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    mixers, steps = state.agreed_rules().mixers, len(contest.tally.mixes)
    if steps < mixers:
        raise IllegalEvent(Refusal.TOO_FEW_MIXES, mixers=mixers)
    if body.steps != steps or body.list != list_hash(contest):
        raise IllegalEvent(Refusal.INPUT_DIFFERS)
    contest.phase = move(body.TYPE, contest.phase)
    contest.tally.mixed_index = state.size


def _witness(state: StateView, body: ContestWitnessed, _: Event, blobs: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    agreed = state.agreed_rules().witnessing
    if agreed is None:
        raise IllegalEvent(Refusal.NO_WITNESSES)
    data, log_key = blobs.get(body.note), "" if state.created is None else state.created.log_key
    if data is None:
        raise IllegalEvent(Refusal.BLOB_MISSING, sha256=body.note)
    if not contest.tally.mixed_index < body.checkpoint.size <= state.size:
        raise IllegalEvent(Refusal.WITNESS_CHECKPOINT)
    try:
        # Whether the root is that of the leaves is for whoever holds the tree to say.
        note = open_witnessed(data, log_key, body.checkpoint.size, body.checkpoint.root)
    except CryptoError:
        raise IllegalEvent(Refusal.WITNESS_CHECKPOINT) from None
    given = agreed.signers(note)
    if len(given) < agreed.quorum:
        raise IllegalEvent(Refusal.TOO_FEW_WITNESSES, given=len(given), least=agreed.quorum)
    contest.tally.witnessed = body
    contest.tally.witnesses = tuple(each.name for each in given)


def _order(state: StateView, body: OpeningOrdered, _: Event, __: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    if body.list != list_hash(contest):
        raise IllegalEvent(Refusal.INPUT_DIFFERS)
    if not state.fills_batch(contest):
        raise IllegalEvent(Refusal.TOO_FEW_BALLOTS, least=state.agreed_rules().min_batch)
    missing = closing_papers_missing(state, contest)
    if missing is not None:
        raise IllegalEvent(Refusal.CLOSING_PAPERS_MISSING, table=missing)
    agreed = state.agreed_rules().witnessing
    if agreed is not None and contest.tally.witnessed is None:
        raise IllegalEvent(Refusal.NOT_WITNESSED, least=agreed.quorum)
    contest.phase = move(body.TYPE, contest.phase)


def _factor(state: StateView, body: OpeningFactor, _: Event, blobs: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    _check_holder(state, body.holder)
    if body.holder in contest.tally.factors:
        raise IllegalEvent(Refusal.FACTOR_ALREADY_GIVEN, holder=body.holder)
    width = contest.rules.width
    withheld_blob(blobs, body.factors, 32 * len(contest.ballots) * width)
    withheld_blob(blobs, body.proof, 96 * width)
    contest.tally.factors[body.holder] = body


def _opened(state: StateView, body: ContestOpened, _: Event, blobs: BlobSource) -> None:
    contest, threshold = contest_in(state, body.contest, body.TYPE), state.agreed_rules().threshold
    if len(body.holders) != threshold or list(body.holders) != sorted(set(body.holders)):
        raise IllegalEvent(Refusal.TOO_FEW_HOLDERS, threshold=threshold)
    for holder in body.holders:
        if holder not in contest.tally.factors:
            raise IllegalEvent(Refusal.FACTOR_MISSING, holder=holder)
    strings = read_strings(blobs, body.strings)
    contest.tally.opened = body
    contest.tally.opened_index = state.size
    contest.tally.strings = strings
    contest.phase = move(body.TYPE, contest.phase)


def read_strings(blobs: BlobSource, sha256: Sha256) -> frozenset[str] | None:
    """Return the distinct texts of a strings blob, or None while it is withheld.

    Raises:
        IllegalEvent: BLOB_MALFORMED: no canonical list of texts sorted by their bytes.
    """
    data = blobs.get(sha256)
    if data is None:
        return None
    try:
        value = parse(data, max_bytes=MAX_STRINGS_BYTES)
    except NotCanonical:
        raise IllegalEvent(Refusal.BLOB_MALFORMED, sha256=sha256) from None
    texts = [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
    ordered = sorted(set(texts), key=lambda text: text.encode())
    if value != ordered or "" in ordered:
        raise IllegalEvent(Refusal.BLOB_MALFORMED, sha256=sha256)
    return frozenset(ordered)


def _decide(state: StateView, body: AdjudicationDecided, _: Event, __: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    tally = contest.tally
    if body.string in tally.decisions:
        raise IllegalEvent(Refusal.ALREADY_DECIDED)
    if tally.strings is not None and body.string not in tally.strings:
        raise IllegalEvent(Refusal.STRING_NOT_WRITTEN)
    if body.person is not None:
        _check_person(contest, body.person)
    tally.decisions[body.string] = body
    if body.person is not None:
        tally.persons[body.person.id] = body.person


def _check_person(contest: ContestState, person: Person) -> None:
    if not holds_commitment(contest.nominee_list, nominee_commitment(person)):
        raise IllegalEvent(Refusal.PERSON_NOT_NOMINEE, person=person.id)
    known = contest.tally.persons.get(person.id)
    if known is not None and known != person:
        raise IllegalEvent(Refusal.PERSON_DIFFERS, person=person.id)


def _reverse(state: StateView, body: AdjudicationReversed, _: Event, __: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    tally = contest.tally
    if body.string not in tally.decisions:
        raise IllegalEvent(Refusal.NOT_DECIDED)
    del tally.decisions[body.string]
    # Whatever was counted from the old decision no longer stands; answers of persons do.
    tally.result = None
    tally.outcome = None
    tally.settled.clear()
    tally.revote = None
    contest.phase = move(body.TYPE, contest.phase)


def _complete(state: StateView, body: AdjudicationCompleted, _: Event, __: BlobSource) -> None:
    contest = contest_in(state, body.contest, body.TYPE)
    decided, strings = len(contest.tally.decisions), contest.tally.strings
    if body.decided != decided or (strings is not None and len(strings) != decided):
        raise IllegalEvent(Refusal.DECISIONS_INCOMPLETE, decided=decided)
    contest.phase = move(body.TYPE, contest.phase)


HANDLERS: Final[dict[type[Body], Handler]] = dict(
    [
        handler(MixDone, _mix),
        handler(MixingFinished, _finish),
        handler(ContestWitnessed, _witness),
        handler(OpeningOrdered, _order),
        handler(OpeningFactor, _factor),
        handler(ContestOpened, _opened),
        handler(AdjudicationDecided, _decide),
        handler(AdjudicationReversed, _reverse),
        handler(AdjudicationCompleted, _complete),
    ]
)
