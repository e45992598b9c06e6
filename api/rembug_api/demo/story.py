"""The whole story, told over HTTP: from the office's messy register to a record that anybody verifies."""

import io
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from rembug_api.demo import day, night, setting, two_stages, witnesses
from rembug_api.demo.basis import invent_units
from rembug_api.demo.client import together
from rembug_api.demo.keys import Holder, gather_holders, run_ceremony
from rembug_api.demo.server import running_server
from rembug_api.demo.setting import Committee
from rembug_api.demo.votes import VotePlan, plan_votes
from rembug_api.demo.wishes import LANGSUNG, Wishes
from rembug_api.demo.witnesses import Watcher
from rembug_ballots.ids import ContestId
from rembug_ballots.presets import langsung
from rembug_ballots.record_open import open_record
from rembug_ballots.verification import Status, Verdict, verify_record
from rembug_crypto.elgamal import PublicKey
from rembug_service.people.invented import InventedResident, invent_register
from rembug_service.system import system_random

WITHHELD: Final = frozenset({"12.2", "13.1", "13.2", "14.1", "15.1", "15.2", "16.1", "16.2"})
"""Checks that need the opened rows, which ``saksi`` shows to accredited observers only (docs/formats.md)."""
SEATS = 11
OPENERS = (1, 3, 5)


def run_demo(data: Path, wishes: Wishes, *, export: Path | None, serve: bool, console: Console) -> int:
    """Play an election of an invented kelurahan and verify it.

    Args:
        data: an empty or new folder for the service.
        wishes: what to tell.
        export: where the public record goes, with a folder ``dokumen`` of all printed papers beside it; or None for
            ``record.zip`` in the folder, without papers.
        serve: whether the service stays up afterwards, until Ctrl+C.
        console: where the story is told.

    Returns:
        0 if every check holds that the public can make, else 1.  Under ``saksi`` it cannot make those of `WITHHELD`;
        an accredited observer makes them with a record of her own.

    Raises:
        ValueError: the folder holds data, or there is no story of this size; nothing was written.
    """
    if data.exists() and any(data.iterdir()):
        raise ValueError(f"Folder {data} sudah berisi. Pilih folder baru.")
    wishes.check()
    cast = _invent(wishes)
    target = export or data / "record.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with running_server(data) as base:
        committee = _play_two(base, wishes, cast, console) if cast.plan is None else _play(base, wishes, cast, console)
        _show(committee.pemantau.get(f"/contests/{setting.CONTEST}/result"), console)
        target.write_bytes(committee.pemantau.get("/record.zip"))
        holds = _verify(target, console, is_partial=wishes.publication == "saksi")
        if wishes.publication == "saksi":
            holds = _verify_as_observer(committee, target, console) and holds
        if export is not None:
            _print_papers(committee, target.parent / "dokumen", console)
        committee.close()
        console.print(f"Seluruh cerita: {time.monotonic() - started:.0f} detik. Catatan umum: {target}")
        if serve:
            console.print(f"Layanan tetap hidup di {base} - Ctrl+C untuk berhenti.")
            _wait()
    return 0 if holds else 1


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays, and for the story of one stage what they write."""

    residents: list[InventedResident]
    plan: VotePlan | None


def _invent(wishes: Wishes) -> Cast:
    """Invent everybody before anything is written, for some sizes have no story."""
    if wishes.preset != LANGSUNG:
        return Cast(invent_units(wishes.adults, wishes.seed), None)
    residents = invent_register(wishes.adults, wishes.seed)
    voters = round(wishes.adults * wishes.turnout)
    return Cast(residents, plan_votes(residents, voters, wishes.names_max, SEATS, wishes.seed))


def _play_two(base: str, wishes: Wishes, cast: Cast, console: Console) -> Committee:
    story = two_stages.begin(base, wishes, cast.residents, console, _chapter)
    story.tell(wishes.tables)
    return story.committee


def _play(base: str, wishes: Wishes, cast: Cast, console: Console) -> Committee:
    with witnesses.gather(wishes.witnesses) as watchers:
        return _play_one(base, wishes, cast, watchers, console)


def _play_one(base: str, wishes: Wishes, cast: Cast, watchers: list[Watcher], console: Console) -> Committee:
    names_max, seed, residents, plan = wishes.names_max, wishes.seed, cast.residents, cast.plan
    assert plan is not None
    with _chapter(console, "Panitia dibentuk, akun dibuat"):
        committee = setting.gather_committee(base)
        setting.begin_election(committee)
    with _chapter(console, "Daftar penduduk dari kantor kelurahan dibaca"):
        report = setting.bring_register(committee, residents, seed)
    console.print(f"  {report['taken']} baris diterima, {len(report['problems'])} catatan untuk diperiksa.")
    with _chapter(console, "AD, kriteria, dan tata tertib disepakati; aturan dikunci"):
        rules = langsung(setting.KELURAHAN, seats=SEATS, names_max=names_max, publication=wishes.publication)
        rules = witnesses.agreed(rules, watchers)
        setting.agree_documents(committee, rules)
        setting.seal_rules(committee)
    with _chapter(console, "Pemilih dibagi ke meja, daftar ditetapkan"):
        allotted = setting.lay_tables(committee, wishes.tables)
    person_of = setting.match_register(committee.sekretaris, residents)
    with _chapter(console, "Lima pemegang kunci membuat kunci bersama dan berlatih membuka"):
        log_key = committee.ketua.get("")["log_key"]
        holders = gather_holders(committee.holders, log_key, system_random)
        run_ceremony(holders, committee.sekretaris, rehearsing=4)
    with _chapter(console, "Kartu dibuat di luar server"):
        ready = day.hand_out_cards(committee, allotted, rules, system_random)
        day.open_tables(committee, ready)
    state = holders[0].board.refresh()
    key = PublicKey.from_bytes(state.contest_keys(ContestId(setting.CONTEST)))
    progress = Progress(
        TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )
    with progress:
        task = progress.add_task("Warga memilih", total=len(plan.ballots))
        polling = day.Day(committee, key, base, system_random, seed, lambda: progress.advance(task))
        polling.vote(ready, plan.ballots)
    for told in polling.mishaps(ready[0]):
        console.print(f"  {told}")
    with _chapter(console, "Meja ditutup, kartu sisa dipindai"):
        polling.close_tables(ready)
    console.print(f"  Warga yang datang terlambat: {day.late_comer(committee.meja, ready[0])}")
    tale = Tale(committee, holders, wishes.mixers, console)
    _open(base, tale, log_key, watchers)
    _settle(tale, plan, person_of)
    # The last words of the log are witnessed as well.
    witnesses.watch(base, log_key, watchers)
    return committee


@dataclass(frozen=True, slots=True)
class Tale:
    """Who acts at night, and where it is told."""

    committee: Committee
    holders: list[Holder]
    mixers: int
    console: Console


def _open(base: str, tale: Tale, log_key: str, watchers: list[Watcher]) -> None:
    committee = tale.committee
    for mixer in tale.holders[: tale.mixers]:
        with _chapter(tale.console, f"Pemegang kunci {mixer.number} mengacak suara"):
            mixer.mix()
    both = (committee.ketua, committee.pokja)
    together(*both, "mixing.finish", {"contest": setting.CONTEST})
    if watchers:
        with _chapter(tale.console, f"{len(watchers)} saksi ikut menandatangani buku sesudah pengacakan"):
            witnesses.watch(base, log_key, watchers)
    together(*both, "opening.order", {"contest": setting.CONTEST})
    for number in OPENERS:
        with _chapter(tale.console, f"Pemegang kunci {number} membuka bagiannya"):
            tale.holders[number - 1].open()


def _settle(tale: Tale, plan: VotePlan, person_of: dict[str, str]) -> None:
    committee, console = tale.committee, tale.console
    with _chapter(console, "Dua petugas dan seorang pemantau menetapkan setiap tulisan"):
        texts = night.settle_names(committee, plan.meanings, person_of)
    console.print(f"  {texts} tulisan berbeda ditetapkan.")
    result = committee.pemantau.get(f"/contests/{setting.CONTEST}/result")
    for tie in result["ties"]:
        names = ", ".join(each["name"] for each in tie["persons"])
        console.print(f"  Suara sama di kursi terakhir ({tie['votes']} suara): {names}.")
        console.print(f"  {night.settle_tie(committee, tie)}")
    with _chapter(console, "Hasil ditetapkan dan diumumkan"):
        night.finish(committee)


def _show(result: dict[str, Any], console: Console) -> None:
    table = RichTable(title=result["title"])
    for column in ("No", "Nama", "L/P", "RT/RW", "Suara"):
        table.add_column(column)
    for number, each in enumerate(result["elected"], start=1):
        table.add_row(str(number), each["name"], each["sex"], each["unit"], str(each["votes"]))
    for each in result["reserves"]:
        table.add_row("cadangan", each["name"], each["sex"], each["unit"], str(each["votes"]), style="dim")
    console.print(table)
    console.print(
        f"  Suara sah {result['valid']}, tidak sah {result['void']}, kosong {result['blank']}. "
        f"Perempuan terpilih {result['women_elected']} dari paling sedikit {result['women_required']}."
    )


def _verify(target: Path, console: Console, *, is_partial: bool) -> bool:
    with _chapter(console, "Catatan umum diperiksa seluruhnya"), open_record(target) as record:
        report = verify_record(record, random=system_random)
    done = sum(check.status.value == "ok" for check in report.checks)
    console.print(f"  {done} dari {len(report.checks)} pemeriksaan cocok. Putusan: {report.verdict.value}")
    for check in report.checks:
        if check.status.value in {"failed", "incomplete"}:
            console.print(f"  {check.id} {check.title}: {check.detail}")
    if is_partial:
        incomplete = {check.id for check in report.checks if check.status is Status.INCOMPLETE}
        return report.verdict is Verdict.INCOMPLETE and incomplete == WITHHELD
    return report.verdict is Verdict.VALID


def _verify_as_observer(committee: Committee, public: Path, console: Console) -> bool:
    """Let the accredited observer check what the public may not read."""
    own = public.with_name(f"{public.stem}-saksi{public.suffix}")
    own.write_bytes(committee.pemantau.get("/record-saksi.zip"))
    console.print(f"Pemantau memeriksa catatan lengkapnya sendiri: {own}")
    return _verify(own, console, is_partial=False)


def _print_papers(committee: Committee, folder: Path, console: Console) -> None:
    """Write every paper of the election beside the record, which holds no file but those that its log names."""
    with _chapter(console, "Surat-surat dicetak ke PDF"):
        data = committee.sekretaris.get("/papers.zip", day=setting.VOTING_DAY, start="08:00", end="12:00", zone="WIB")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(folder)
            count = len(archive.namelist())
        (folder / "berkas-notaris.zip").write_bytes(committee.sekretaris.get("/notary.zip", day=setting.VOTING_DAY))
    console.print(f"  {count} surat di {folder}")


@contextmanager
def _chapter(console: Console, title: str) -> Iterator[None]:
    begun = time.monotonic()
    with console.status(title):
        yield
    console.print(f"[green]✓[/green] {title} ({time.monotonic() - begun:.1f} detik)")


def _wait() -> None:
    try:
        while True:
            time.sleep(1)
    except KeyboardInterrupt:
        return
