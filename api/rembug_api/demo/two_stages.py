"""The second story: units choose delegates, and the delegates choose the board.

One unit is too small to vote alone, one is visited from house to house, one must vote again another day, a tie is
settled by lot, and an elected delegate declines.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from rembug_api.demo import basis, day, night, setting
from rembug_api.demo.basis import BasisUnit, Turn
from rembug_api.demo.client import Refused, together
from rembug_api.demo.day import Day, Table
from rembug_api.demo.keys import Holder, gather_holders, run_ceremony
from rembug_api.demo.setting import Committee
from rembug_api.demo.votes import VotePlan, plan_votes
from rembug_api.demo.wishes import Wishes
from rembug_ballots.ids import ContestId
from rembug_ballots.rules import ContestRules, Rules
from rembug_crypto.elgamal import PublicKey
from rembug_service.people.invented import InventedResident
from rembug_service.system import system_random

BASIS: Final = "basis"
BOARD: Final = ContestId("bkm")
MIXERS: Final = (2, 4)
OPENERS: Final = (1, 3, 5)

Chapter = Callable[[Console, str], AbstractContextManager[None]]


@dataclass(slots=True)
class TwoStages:
    """The story under way.

    Attributes:
        person_of: the service's person of each invented resident.
        chapter: shows a title and how long it took.
    """

    base: str
    committee: Committee
    residents: Sequence[InventedResident]
    rules: Rules
    units: Mapping[ContestId, BasisUnit]
    seed: int
    console: Console
    chapter: Chapter
    person_of: dict[str, str] = field(default_factory=dict)
    holders: list[Holder] = field(default_factory=list)

    def tell(self, tables: int) -> None:
        """Play both stages.

        Args:
            tables: least number of tables of a contest.
        """
        console = self.console
        with self.chapter(console, "Pemilih setiap unit dibagi ke meja, daftar ditetapkan"):
            allotted = setting.lay_tables(self.committee, tables, BASIS)
        self.person_of = setting.match_register(self.committee.sekretaris, self.residents)
        with self.chapter(console, "Lima pemegang kunci membuat kunci bersama dan berlatih membuka"):
            log_key = self.committee.ketua.get("")["log_key"]
            self.holders = gather_holders(self.committee.holders, log_key, system_random)
            run_ceremony(self.holders, self.committee.sekretaris, rehearsing=3)
        ready = self._open(allotted, BASIS)
        for number, contest in enumerate(self.rules.stages[0].contests):
            self._unit(contest, ready[contest.id], lots=number == 0, declines=number == len(self.units) - 1)
        with self.chapter(console, "Para utusan menjadi pemilih tingkat kelurahan"):
            allotted = setting.lay_tables(self.committee, 1)
        delegates = sum(int(each["adults"]) for each in allotted)
        console.print(f"  {delegates} utusan terpilih memilih anggota BKM.")
        ready = self._open(allotted, setting.STAGE)
        (board,) = self.rules.stages[1].contests
        plan = plan_votes(self.residents, delegates, board.names_max, board.seats, self.seed + 99, tie=False)
        self._poll(board, ready[BOARD]).vote_all(plan, delegates)
        self._finish(board, plan, lots=True, declines=False)
        self._replace(board)

    def _replace(self, contest: ContestRules) -> None:
        """A year later a member moves away: the first reserve takes the place."""
        first = self._result(contest)["elected"][0]
        payload = {
            "contest": contest.id,
            "person": first["person"],
            "cause": "PINDAH",
            "reason": "Pindah ke kota lain sesudah satu tahun.",
        }
        together(self.committee.ketua, self.committee.sekretaris, "member.replace", payload)
        (replaced,) = self._result(contest)["replaced"]
        follows = replaced["successor"]
        words = "tempatnya kosong" if follows is None else f"{follows['name']} naik dari cadangan"
        self.console.print(f"  Penggantian antar waktu: {first['name']} pindah; {words}.")

    def _open(self, allotted: Sequence[dict[str, Any]], stage: str) -> dict[ContestId, list[Table]]:
        with self.chapter(self.console, "Kartu dibuat di luar server, meja dibuka"):
            tables = day.hand_out_cards(self.committee, allotted, self.rules, system_random, stage)
            day.open_tables(self.committee, tables)
        found: dict[ContestId, list[Table]] = {}
        for table in tables:
            found.setdefault(table.contest, []).append(table)
        return found

    def _poll(self, contest: ContestRules, tables: list[Table]) -> "Poll":
        key = PublicKey.from_bytes(self.holders[0].board.refresh().contest_keys(contest.id))
        return Poll(self, contest, tables, Day(self.committee, key, self.base, system_random, self.seed, _nothing))

    def _unit(self, contest: ContestRules, tables: list[Table], *, lots: bool, declines: bool) -> None:
        unit = self.units[contest.id]
        own = [each for each in self.residents if unit.has(each)]
        least = self.rules.min_batch
        early, late = unit.voters(sum(table.adults for table in tables))
        early = early if unit.turn is not Turn.ENOUGH else max(early, least)
        late = late if unit.turn is not Turn.HOME_ROUND else max(late, least - early)
        plan = plan_votes(own, early + late, contest.names_max, contest.seats, self.seed, tie=unit.turn is Turn.ENOUGH)
        poll = self._poll(contest, tables)
        phase = poll.vote_all(plan, early)
        if unit.turn is Turn.ENOUGH:
            self._finish(contest, plan, lots=lots, declines=declines)
            return
        _expect(phase, "BELOW_QUORUM")
        phase = poll.go_round(plan, early)
        if unit.turn is Turn.HOME_ROUND:
            _expect(phase, "CLOSED")
            self._finish(contest, plan, lots=False, declines=False)
            return
        _expect(phase, "BELOW_QUORUM")
        reason = "Sesudah jemput suara pun yang hadir kurang dari kuorum."
        together(
            self.committee.ketua, self.committee.pokja, "contest.revote", {"contest": contest.id, "reason": reason}
        )
        self.console.print(f"  {contest.title}: {reason} Kotaknya tidak dibuka; unit ini memilih ulang lain hari.")

    def _finish(self, contest: ContestRules, plan: VotePlan, *, lots: bool, declines: bool) -> None:
        committee = self.committee
        with self.chapter(self.console, f"{contest.title}: suara diacak, dibuka, dan ditetapkan"):
            for number in MIXERS:
                self.holders[number - 1].mix(contest.id)
            together(committee.ketua, committee.pokja, "mixing.finish", {"contest": contest.id})
            together(committee.ketua, committee.pokja, "opening.order", {"contest": contest.id})
            for number in OPENERS:
                self.holders[number - 1].open(contest.id)
            night.settle_names(committee, plan.meanings, self.person_of, contest.id)
        if declines:
            self._settle_ties(contest, lots=lots)
            self._decline(contest)
        self._settle_ties(contest, lots=lots)
        night.finish(committee, contest.id)
        names = ", ".join(f"{each['name']} ({each['votes']})" for each in self._result(contest)["elected"])
        self.console.print(f"  Terpilih: {names}.")

    def _result(self, contest: ContestRules) -> dict[str, Any]:
        found: dict[str, Any] = self.committee.pemantau.get(f"/contests/{contest.id}/result")
        return found

    def _settle_ties(self, contest: ContestRules, *, lots: bool) -> None:
        """Climb the ladder until the places are settled; a tie among reserves is left as it is."""
        for tie in self._result(contest)["ties"]:
            settle = night.draw_lots if lots else night.settle_tie
            self.console.print(f"  Suara sama ({tie['votes']}): {settle(self.committee, tie, contest.id)}")

    def _decline(self, contest: ContestRules) -> None:
        first = self._result(contest)["elected"][0]
        payload = {
            "contest": contest.id,
            "person": first["person"],
            "willing": False,
            "reason": "Merawat orang tua, tidak sanggup menjadi utusan.",
        }
        together(self.committee.ketua, self.committee.sekretaris, "acceptance.record", payload)
        self.console.print(f"  {first['name']} tidak bersedia; urutan berikutnya naik.")


@dataclass(slots=True)
class Poll:
    """The tables of one contest."""

    story: TwoStages
    contest: ContestRules
    tables: list[Table]
    day: Day

    def vote_all(self, plan: VotePlan, first: int) -> str:
        """Let the first voters of a plan vote, and close; return the phase after it."""
        self._vote(plan.ballots[:first], f"{self.contest.title}: warga memilih")
        return self._close()

    def go_round(self, plan: VotePlan, first: int) -> str:
        """Carry the tables from house to house for the others, and close again; return the phase after it."""
        committee, reason = self.story.committee, "Yang hadir kurang dari kuorum."
        payload = {"contest": self.contest.id, "reason": reason}
        together(committee.ketua, committee.pokja, "home_round.open", payload)
        for table in self.tables:
            table.seed = system_random(32)
        day.open_tables(committee, self.tables)
        self._vote(plan.ballots[first:], f"{self.contest.title}: jemput suara")
        return self._close()

    def _vote(self, ballots: Sequence[Sequence[str]], title: str) -> None:
        with _bar(self.story.console) as progress:
            task = progress.add_task(title, total=len(ballots))
            self.day.advance = lambda: progress.advance(task)
            self.day.vote(self.tables, ballots)

    def _close(self) -> str:
        self.day.close_tables(self.tables)
        contests = self.story.committee.ketua.get("")["contests"]
        phases = {each["id"]: str(each["phase"]) for each in contests}
        return phases[self.contest.id]


def begin(
    base: str, wishes: Wishes, residents: list[InventedResident], console: Console, chapter: Chapter
) -> TwoStages:
    """Bring the election to sealed rules; the first tatib, with a unit too small to vote alone, is refused."""
    units = basis.basis_units(wishes.turnout)
    with chapter(console, "Panitia dibentuk, daftar penduduk dibaca"):
        committee = setting.gather_committee(base)
        setting.begin_election(committee)
        setting.bring_register(committee, residents, wishes.seed)
    with chapter(console, "AD, kriteria, dan tata tertib dua tingkat disepakati"):
        single = sorted({each.unit.label() for each in residents})
        setting.agree_documents(committee, basis.rules_of(single, wishes.names_max, wishes.publication))
    try:
        setting.seal_rules(committee)
    except Refused as refused:
        console.print(f"  Tata tertib belum dapat dikunci: {refused.detail}")
    else:
        raise RuntimeError("a unit too small to vote alone was not refused")
    rules = basis.rules_of([unit.label for unit in units], wishes.names_max, wishes.publication)
    with chapter(console, "Unit terkecil digabung dengan tetangganya; aturan dikunci"):
        setting.agree_tatib(committee, rules)
        setting.seal_rules(committee)
    with chapter(console, "Rembug warga memperbaiki AD: aturan dibuka dan dikunci lagi"):
        setting.amend_charter(committee)
    of_contest = {contest.id: unit for contest, unit in zip(rules.stages[0].contests, units, strict=True)}
    return TwoStages(base, committee, residents, rules, of_contest, wishes.seed, console, chapter)


@contextmanager
def _bar(console: Console) -> Iterator[Progress]:
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        yield progress


def _nothing() -> None:
    """Advance no bar."""


def _expect(phase: str, wanted: str) -> None:
    if phase != wanted:
        raise RuntimeError(f"the contest is {phase}, not {wanted}")
