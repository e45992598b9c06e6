"""The paper of the term: who left, who took the place, and who serves since."""

from rembug_ballots.events.fields import Sex
from rembug_ballots.events.tally import MemberReplaced, ResultCertified
from rembug_ballots.replacements import serving, waiting
from rembug_ballots.rules import BKM_CONTEST
from rembug_ballots.state.model import ContestState
from rembug_service.documents.replacement import Replacement, Replacements, replacements_pdf
from rembug_service.documents.signers import Signer
from rembug_service.errors import Conflict
from rembug_service.papers.counted import chosen
from rembug_service.papers.night import counted
from rembug_service.papers.source import Source
from rembug_service.papers.words import CAUSES, groups


def replacements(source: Source, contest: ContestState) -> bytes:
    """Return the berita acara of every replacement of a published contest.

    Raises:
        Conflict: BELUM_DITETAPKAN.
    """
    certified = contest.tally.certified
    if certified is None:
        raise Conflict("BELUM_DITETAPKAN", "Hasil pemilihan ini belum ditetapkan.")
    board = contest.id == BKM_CONTEST
    paper = Replacements(
        board,
        contest.rules.title,
        contest.rules.unit,
        groups(certified.minutes),
        tuple(_replacement(contest, certified, place) for place in range(len(contest.tally.replaced))),
        _signers(board=board),
        (Signer(source.head_of_village if board else "Ketua RT"), Signer("Wakil warga"), Signer("Wakil warga")),
    )
    return replacements_pdf(source.heading, paper)


def _replacement(contest: ContestState, certified: ResultCertified, place: int) -> Replacement:
    result, _ = counted(contest)
    all_of_them = contest.tally.replaced
    before: list[MemberReplaced] = all_of_them[:place]
    until, body = all_of_them[: place + 1], all_of_them[place]
    (leaving,) = chosen(contest, result, [body.leaving])
    members = serving(certified, until)
    return Replacement(
        leaving,
        CAUSES[body.cause],
        body.reason,
        body.leaving not in serving(certified, before),
        None if body.successor is None else chosen(contest, result, [body.successor])[0],
        chosen(contest, result, members),
        chosen(contest, result, waiting(certified, until)),
        sum(contest.tally.persons[person].sex is Sex.P for person in members),
    )


def _signers(*, board: bool) -> tuple[Signer, ...]:
    chair = Signer("Koordinator BKM") if board else Signer("Panitia")
    return (chair, Signer("Yang berhenti (bila hadir)"), Signer("Yang menggantikan"))
