"""Chapter 1: the log: signature, tree, tiles, files, and checkpoints that an observer kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rembug_ballots.errors import BallotsError
from rembug_ballots.events import Event
from rembug_ballots.events.ceremony import CeremonyRevealed
from rembug_ballots.events.polling import ContestClosed
from rembug_ballots.events.setup import BoothSealed, ElectionCreated
from rembug_ballots.events.tally import ContestOpened, ContestWitnessed, MixDone, OpeningFactor
from rembug_ballots.ids import Sha256
from rembug_ballots.record import Record
from rembug_ballots.verification.context import Context
from rembug_ballots.verification.findings import EXPECTED, Findings
from rembug_ballots.verification.sentences import sentence_of
from rembug_crypto.checkpoint import open_checkpoint
from rembug_crypto.errors import CryptoError
from rembug_crypto.note import NoteKey
from rembug_crypto.tiles import tiles_of

ORIGIN: Final = "rembug.id/"
"""The origin of a log is this and the id of the election."""


def log_key(leaves: Sequence[bytes]) -> NoteKey | None:
    """Return the key of the log, from its first leaf, or None."""
    try:
        body = Event.parse(leaves[0]).body if leaves else None
        return NoteKey.parse(body.log_key) if isinstance(body, ElectionCreated) else None
    except (BallotsError, CryptoError):
        return None


def check_log(record: Record, findings: Findings, older: Sequence[bytes]) -> Sequence[bytes]:
    """Check 1.1 to 1.3 and 1.5, and return the leaves; none where they cannot be read."""
    leaves: Sequence[bytes] = ()
    with findings.guard("log.entries"):
        leaves = record.leaves
    key = log_key(leaves)
    if key is None:
        findings.require("log.checkpoint", holds=False, reason="catatan pertama tidak menyebut kunci buku")
    else:
        with findings.guard("log.checkpoint"):
            open_checkpoint(record.note_bytes, key)
        own = record.checkpoint.origin == f"{ORIGIN}{Event.parse(leaves[0]).election}"
        findings.require("log.checkpoint", own, "tanda buku milik pemilihan lain")
    if leaves:
        whole = record.tree.root() == record.checkpoint.root
        findings.require("log.tree", whole, "akar pohon bukan yang tertulis pada tanda buku")
        findings.looked("log.entries", len(leaves))
        with findings.guard("log.entries"):
            for path in record.wrong_tiles():
                findings.fail("log.entries", f"{path} tidak cocok dengan catatan")
    else:
        findings.lack("log.tree", "catatan tidak terbaca")
    _check_older(record, findings, key, older, readable=bool(leaves))
    return leaves


def _check_older(
    record: Record, findings: Findings, key: NoteKey | None, older: Sequence[bytes], *, readable: bool
) -> None:
    slug = "log.older-checkpoints"
    if not older:
        findings.skip(slug, "Tidak ada tanda buku lama yang dibawa.")
    for number, data in enumerate(older, start=1):
        findings.looked(slug)
        if key is None or not readable:
            findings.lack(slug, "buku ini tidak terbaca")
            continue
        try:
            checkpoint, _ = open_checkpoint(data, key)
        except EXPECTED as error:
            findings.fail(slug, f"tanda buku lama ke-{number}: {sentence_of(error)}")
            continue
        if checkpoint.size > len(record.tree):
            findings.fail(slug, f"tanda buku lama ke-{number} lebih panjang daripada buku ini")
        elif record.tree.root(checkpoint.size) != checkpoint.root:
            findings.fail(slug, f"buku ini bukan lanjutan dari tanda buku lama ke-{number}")


def check_files(record: Record, context: Context) -> None:
    """Check 1.4, last, when every blob that the events name is known."""
    findings = context.findings
    if record.source.paths() is None:
        findings.skip("log.files", "Papan tidak memberi daftar berkas.")
        return
    named = context.asked | set(named_blobs(context))
    findings.looked("log.files", sum(1 for _ in tiles_of(record.checkpoint.size)) + len(named))
    with findings.guard("log.files"):
        for path in record.strangers(named):
            findings.fail("log.files", f"berkas {path} tidak disebut oleh buku catatan")


def named_blobs(context: Context) -> Iterator[Sha256]:
    """Yield the blobs that events name though no check needs to read them: they may stand in a record."""
    for _, booth in context.each(BoothSealed):
        yield from (bundle.sha256 for bundle in booth.bundles)
    for _, closed in context.each(ContestClosed):
        yield closed.input
    for _, mix in context.each(MixDone):
        yield from (mix.output, mix.proof)
    for _, witnessed in context.each(ContestWitnessed):
        yield witnessed.note
    for _, factor in context.each(OpeningFactor):
        yield from (factor.factors, factor.proof)
    for _, opened in context.each(ContestOpened):
        yield from (opened.rows, opened.strings)
    for _, revealed in context.each(CeremonyRevealed):
        yield revealed.sha256
