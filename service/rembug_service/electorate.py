"""Who may vote and be written in a contest, and whether they are enough to keep their votes secret.

A box with fewer than ``min_batch`` ballots is never opened.  So a unit with fewer voters cannot vote alone: the tatib
names it together with its neighbours (``RT 01/RW 02 + RT 02/RW 02``) before anything is sealed.
"""

from collections.abc import Sequence

from rembug_ballots.ids import PersonId
from rembug_ballots.phases import ContestPhase
from rembug_ballots.rules import ContestRules, Electorate, NomineeSet, Rules, Stage
from rembug_ballots.state import ElectionState
from rembug_service.errors import Conflict
from rembug_service.people.units import Unit, find_unit
from rembug_service.register import Resident

_SETTLED = frozenset({ContestPhase.CERTIFIED, ContestPhase.PUBLISHED, ContestPhase.REVOTE})


def units_of(contest: ContestRules) -> tuple[Unit, ...]:
    """Return the units that a contest names, joined by ``+``; none where it is the whole kelurahan.

    Raises:
        Conflict: UNIT_TIDAK_DIKENAL: some of them are no RT or RW.
    """
    found = [find_unit(part)[0] for part in contest.unit.split("+")]
    units = tuple(unit for unit in found if unit is not None)
    if units and len(units) != len(found):
        raise Conflict(
            "UNIT_TIDAK_DIKENAL",
            f"Unit “{contest.unit}” tidak jelas. Tulis seperti RT 01/RW 02, dan gabungkan dengan tanda +.",
        )
    return units


def electorate(state: ElectionState, contest: ContestRules, everybody: Sequence[Resident]) -> list[Resident]:
    """Return who votes in a contest, in the order of ``everybody``.

    Raises:
        Conflict: UNIT_TIDAK_DIKENAL, UTUSAN_BELUM_ADA or UTUSAN_BELUM_LENGKAP.
    """
    if contest.electorate is Electorate.UTUSAN:
        return _delegates(state, contest, everybody)
    return _of_unit(contest, everybody)


def nominees(state: ElectionState, contest: ContestRules, everybody: Sequence[Resident]) -> list[Resident]:
    """Return who may be written in a contest, in the order of ``everybody``.

    Raises:
        Conflict: UNIT_TIDAK_DIKENAL, UTUSAN_BELUM_ADA or UTUSAN_BELUM_LENGKAP.
    """
    if contest.nominees is NomineeSet.UNIT:
        return _of_unit(contest, everybody)
    if contest.nominees is NomineeSet.UTUSAN:
        return _delegates(state, contest, everybody)
    return list(everybody)


def check_rules(rules: Rules, everybody: Sequence[Resident]) -> None:
    """Refuse a tatib under which a contest could never be opened or a resident could not vote.

    Raises:
        Conflict: UNIT_TERLALU_KECIL, UTUSAN_TERLALU_SEDIKIT, WARGA_TANPA_UNIT, WARGA_DI_DUA_UNIT, UNIT_TIDAK_DIKENAL,
            DAFTAR_BELUM_ADA, or UTUSAN_BELUM_ADA: the first stage asks for delegates.
    """
    for stage in rules.stages:
        for contest in stage.contests:
            if contest.electorate is Electorate.UTUSAN:
                seats = sum(each.seats for each in _stage_before(rules, contest).contests)
                if seats < rules.min_batch:
                    raise _too_few_delegates(contest, seats, rules.min_batch)
            elif everybody:
                check_size(rules, contest, len(_of_unit(contest, everybody)))
            elif units_of(contest):
                raise Conflict(
                    "DAFTAR_BELUM_ADA",
                    "Baca dulu daftar penduduk: besar setiap unit harus diketahui sebelum tata tertib dikunci.",
                )
        if everybody:
            check_units(stage, everybody)


def check_unit_names(rules: Rules, kelurahan: str) -> None:
    """Refuse a unit that names no RT or RW and is not the kelurahan either: everybody would vote in it.

    Raises:
        Conflict: UNIT_TIDAK_DIKENAL.
    """
    for contest in rules.contests:
        asks = contest.electorate is Electorate.DEWASA or contest.nominees is NomineeSet.UNIT
        if asks and not units_of(contest) and _place_words(contest.unit) != _place_words(kelurahan):
            raise Conflict(
                "UNIT_TIDAK_DIKENAL",
                f"Unit “{contest.unit}” tidak menyebut RT atau RW. Tulis seperti RT 01/RW 02, atau “{kelurahan}” "
                "kalau seluruh kelurahan memilih.",
            )


def _place_words(name: str) -> list[str]:
    """Return the words of a kelurahan's name without what only says that it is one."""
    return [word for word in name.casefold().split() if word not in {"seluruh", "kelurahan", "kel.", "desa"}]


def check_size(rules: Rules, contest: ContestRules, voters: int) -> None:
    """Refuse a contest that has fewer voters than a box needs ballots.

    Raises:
        Conflict: UNIT_TERLALU_KECIL or UTUSAN_TERLALU_SEDIKIT.
    """
    if voters >= rules.min_batch:
        return
    if contest.electorate is Electorate.UTUSAN:
        raise _too_few_delegates(contest, voters, rules.min_batch)
    raise Conflict(
        "UNIT_TERLALU_KECIL",
        f"{contest.title} hanya punya {voters} pemilih. Kotak yang berisi kurang dari {rules.min_batch} suara tidak "
        "boleh dibuka demi kerahasiaan. Gabungkan unit ini dengan tetangganya dalam tata tertib, misalnya "
        "“RT 01/RW 02 + RT 02/RW 02”.",
    )


def _too_few_delegates(contest: ContestRules, delegates: int, least: int) -> Conflict:
    return Conflict(
        "UTUSAN_TERLALU_SEDIKIT",
        f"{contest.title} hanya punya {delegates} utusan sebagai pemilih. Kotak yang berisi kurang dari {least} suara "
        "tidak boleh dibuka demi kerahasiaan. Tambah jumlah utusan dalam tata tertib.",
    )


def check_units(stage: Stage, everybody: Sequence[Resident]) -> None:
    """Refuse units of a stage that overlap, or that leave a resident out.  Contests of equal units share their voters.

    Raises:
        Conflict: WARGA_DI_DUA_UNIT, WARGA_TANPA_UNIT or UNIT_TIDAK_DIKENAL.
    """
    of_adults = [each for each in stage.contests if each.electorate is Electorate.DEWASA]
    groups = {frozenset(units_of(contest)): contest for contest in of_adults}
    if not groups or frozenset() in groups:
        return
    unit_of: dict[PersonId, str] = {}
    for contest in groups.values():
        for each in _of_unit(contest, everybody):
            other = unit_of.setdefault(each.person, contest.unit)
            if other != contest.unit:
                raise Conflict(
                    "WARGA_DI_DUA_UNIT", f"{each.name} termasuk dua unit: “{other}” dan “{contest.unit}”. Pisahkan."
                )
    outside = [each for each in everybody if each.person not in unit_of]
    if outside:
        raise Conflict(
            "WARGA_TANPA_UNIT",
            f"{len(outside)} warga dewasa tidak termasuk unit mana pun pada tahap ini, mulai dari {outside[0].name}. "
            "Betulkan RT/RW-nya, atau tambahkan unitnya dalam tata tertib.",
        )


def _of_unit(contest: ContestRules, everybody: Sequence[Resident]) -> list[Resident]:
    units = units_of(contest)
    if not units:
        return list(everybody)
    # An RT number alone says nothing where there are several RW: then it names nobody, and the contest is refused.
    single = len({each.unit.rw for each in everybody}) == 1
    known = [unit for unit in units if unit.rw is not None or single]
    return [each for each in everybody if any(unit.admits(each.unit) for unit in known)]


def _stage_before(rules: Rules, contest: ContestRules) -> Stage:
    for before, stage in zip(rules.stages, rules.stages[1:], strict=False):
        if contest in stage.contests:
            return before
    raise Conflict("UTUSAN_BELUM_ADA", f"{contest.title} dipilih oleh utusan, tetapi tidak ada tahap sebelumnya.")


def _delegates(state: ElectionState, contest: ContestRules, everybody: Sequence[Resident]) -> list[Resident]:
    """Return those who were elected at the stage before; a unit that votes again sends nobody."""
    chosen: set[PersonId] = set()
    for each in _stage_before(state.agreed_rules(), contest).contests:
        found = state.contest(each.id)
        if found.phase not in _SETTLED:
            raise Conflict("UTUSAN_BELUM_LENGKAP", f"Hasil {each.title} belum ditetapkan.")
        chosen.update(found.tally.members)
    return [each for each in everybody if each.person in chosen]
