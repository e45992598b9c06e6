"""The tables of the database, all in one `metadata`, which the migrations compare themselves with.

The public half is the log: `leaves`, `checkpoints`, `blobs`.  The rest is private.  No row of the private half holds a
ballot's index, credential or tracking code, and no row anywhere holds the time of a ballot or of a check-in.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

# Every constraint has a name of its own making, so that a migration can drop it on any database.
# Source: SQLAlchemy 2.1 documentation, "Configuring Constraint Naming Conventions".
NAMES: Final = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)


def _election() -> Column[str]:
    return Column("election", String(64), ForeignKey("elections.id"), primary_key=True)


elections = Table(
    "elections",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    # Sealed under the key of the server's key file: the log's Ed25519 seed.
    Column("log_seed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

leaves = Table(
    "leaves",
    metadata,
    _election(),
    Column("idx", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    _election(),
    # One root for each size, for ever: the primary key refuses a second one.
    Column("size", Integer, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    sqlite_with_rowid=False,
)

# The checkpoints that are offered to witnesses; docs/protocol.md section 13 says why not all of them are.
witness_points = Table(
    "witness_points",
    metadata,
    _election(),
    Column("size", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

cosignatures = Table(
    "cosignatures",
    metadata,
    _election(),
    Column("size", Integer, primary_key=True, autoincrement=False),
    # The witness' verifier key; the line of the note holds the second at which it cosigned.
    Column("witness", String(300), primary_key=True),
    Column("line", Text, nullable=False),
    sqlite_with_rowid=False,
)

witness_addresses = Table(
    "witness_addresses",
    metadata,
    _election(),
    Column("witness", String(300), primary_key=True),
    Column("url", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Checkpoints with the log's own signature that its leaves do not lead to.
evidence = Table(
    "evidence",
    metadata,
    _election(),
    Column("sha256", String(64), primary_key=True),
    Column("note", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Logs of other services that this one witnesses: the last checkpoint of each that it cosigned.
witnessed_logs = Table(
    "witnessed_logs",
    metadata,
    Column("origin", String(300), primary_key=True),
    Column("note", Text, nullable=False),
    sqlite_with_rowid=False,
)

blobs = Table(
    "blobs",
    metadata,
    _election(),
    Column("sha256", String(64), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    # Withheld blobs (opened rows, opening factors) are released at publication.
    Column("released", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("display_name", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("roles", Text, nullable=False),
    # The resident whom this officer is, so that nobody settles her own name.
    Column("person", String(10), nullable=True),
    # The only election in which this account may do anything; null where it serves all of this service.
    Column("election", String(64), nullable=True),
    sqlite_with_rowid=False,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account", String(40), ForeignKey("accounts.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    # Hash of the browser's own cookie: two officers who sign in on one device share it.
    Column("device", String(64), nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# On which devices an account was used before: a stranger's guesses never shut it out there.
known_devices = Table(
    "known_devices",
    metadata,
    Column("account", String(40), ForeignKey("accounts.id"), primary_key=True),
    # Hash of the browser's own cookie, as in a session.
    Column("device", String(64), primary_key=True),
    sqlite_with_rowid=False,
)

# What officers did beside the public log; `rembug_service.audit_trail` says what may stand here.
audit_trail = Table(
    "audit_trail",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    # POSIX seconds.
    Column("moment", BigInteger, nullable=False),
    Column("account", String(40), nullable=False),
    Column("act", String(20), nullable=False),
    Column("election", String(64), nullable=False),
    Column("about", Text, nullable=False),
    sqlite_with_rowid=False,
)

residents = Table(
    "residents",
    metadata,
    _election(),
    Column("person", String(10), primary_key=True),
    Column("sex", String(1), nullable=False),
    Column("adult", Boolean, nullable=True),
    Column("rt", Integer, nullable=True),
    Column("rw", Integer, nullable=True),
    Column("status", String(10), nullable=False),
    Column("nik_fingerprint", LargeBinary, nullable=True),
    Column("salt", LargeBinary, nullable=False),
    # Sealed under a key of the server's key file (sql/vault.py): name, nicknames, year of birth, note, end of the NIK.
    Column("private", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

register_headings = Table(
    "register_headings",
    metadata,
    _election(),
    # What an officer said that a heading of the office's lists means; never a value of the list.
    Column("heading", String(60), primary_key=True),
    Column("meaning", String(20), nullable=False),
    sqlite_with_rowid=False,
)

drafts = Table(
    "drafts",
    metadata,
    _election(),
    # "rules", or "document:AD" and the like.
    Column("kind", String(20), primary_key=True),
    Column("data", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

polling_tables = Table(
    "polling_tables",
    metadata,
    _election(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("contest", String(32), nullable=False),
    Column("unit", Text, nullable=False),
    Column("place", Text, nullable=False),
    sqlite_with_rowid=False,
)

roll = Table(
    "roll",
    metadata,
    _election(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("roll", Integer, primary_key=True, autoincrement=False),
    Column("person", String(10), nullable=False),
    Column("salt", LargeBinary, nullable=False),
    # Whether the resident checked in: a flag and no more, neither order nor time.
    Column("present", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

left_cards = Table(
    "left_cards",
    metadata,
    _election(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # Sealed under the key of the server's key file: the secrets of the left-over cards of a closed table that may open
    # once more.  They go into the log when it cannot, and are forgotten when it does.
    Column("secrets", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

closing_notes = Table(
    "closing_notes",
    metadata,
    _election(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    # What two officers said of ballots that may have stayed on tablets; it goes into the berita acara.
    Column("note", Text, nullable=False),
    sqlite_with_rowid=False,
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("election", String(64), ForeignKey("elections.id"), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("proposer", String(40), ForeignKey("accounts.id"), nullable=False),
    Column("proposer_device", String(64), nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    sqlite_with_rowid=False,
)

mailbox = Table(
    "mailbox",
    metadata,
    _election(),
    Column("ceremony", Integer, primary_key=True, autoincrement=False),
    Column("sender", Integer, primary_key=True, autoincrement=False),
    Column("receiver", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

opinions = Table(
    "opinions",
    metadata,
    _election(),
    Column("contest", String(32), primary_key=True),
    Column("string_hash", String(64), primary_key=True),
    # "first", "second" or "monitor".
    Column("seat", String(8), primary_key=True),
    Column("account", String(40), ForeignKey("accounts.id"), nullable=False),
    Column("decision", Text, nullable=False),
    UniqueConstraint("election", "contest", "string_hash", "account"),
    sqlite_with_rowid=False,
)

assembly_drafts = Table(
    "assembly_drafts",
    metadata,
    _election(),
    # Made by the note taker's device, which may have no network when an assembly begins.
    Column("draft", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    # The device that wrote last, and since which version it alone has written: after a lost answer it goes on.
    Column("device", String(32), nullable=False),
    Column("since", Integer, nullable=False),
    Column("author", String(40), ForeignKey("accounts.id"), nullable=False),
    # On the public board: number and revision of the assembly, and the version of this draft that they were made from.
    Column("assembly", Integer, nullable=True),
    Column("revision", Integer, nullable=True),
    Column("recorded", Integer, nullable=True),
    Column("data", LargeBinary, nullable=False),
)

assembly_files = Table(
    "assembly_files",
    metadata,
    _election(),
    Column("draft", String(32), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("media", String(20), nullable=False),
    Column("size", Integer, nullable=False),
    # A photo or a scanned attendance list: never published, only its hash is.
    Column("data", LargeBinary, nullable=False),
)

writings = Table(
    "writings",
    metadata,
    _election(),
    # AD, ART, TATIB or KRITERIA.
    Column("document", String(10), primary_key=True),
    # The version that is put before the residents, with the decision that adopts it and the scan of the signed paper.
    Column("offered", Integer, nullable=True),
    Column("assembly", Integer, nullable=True),
    Column("decision", Integer, nullable=True),
    Column("scan", String(64), nullable=True),
    # What a notary recorded, and in which deed.
    Column("notary_version", Integer, nullable=True),
    Column("notary_name", Text, nullable=True),
    Column("notary_number", Text, nullable=True),
    Column("notary_date", String(10), nullable=True),
    sqlite_with_rowid=False,
)

writing_versions = Table(
    "writing_versions",
    metadata,
    _election(),
    Column("document", String(10), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("author", String(40), ForeignKey("accounts.id"), nullable=False),
    Column("reason", Text, nullable=False),
    # POSIX seconds.
    Column("saved", BigInteger, nullable=False),
    # Whether it was given to the residents to talk about.
    Column("discussed", Boolean, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("data", LargeBinary, nullable=False),
)

writing_proposals = Table(
    "writing_proposals",
    metadata,
    _election(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", String(10), nullable=False),
    # The part that it is about, and the number that this part had; empty for the whole text.
    Column("part", String(12), nullable=False),
    Column("place", Text, nullable=False),
    Column("text", Text, nullable=False),
    # Where it was made: the assembly or group, and its number on the public board once it has one.
    Column("source", Text, nullable=False),
    Column("assembly", Integer, nullable=True),
    Column("proposer", Text, nullable=False),
    Column("author", String(40), ForeignKey("accounts.id"), nullable=False),
    # DISETUJUI, DIUBAH or DITUNDA; empty while nobody has decided.
    Column("decision", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("dissent", Text, nullable=False),
    # The version that carries it out.
    Column("version", Integer, nullable=True),
    sqlite_with_rowid=False,
)

writing_comments = Table(
    "writing_comments",
    metadata,
    _election(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("document", String(10), nullable=False),
    Column("part", String(12), nullable=False),
    Column("place", Text, nullable=False),
    Column("text", Text, nullable=False),
    # As the resident wishes to be called, or empty.
    Column("name", Text, nullable=False),
    Column("author", String(40), ForeignKey("accounts.id"), nullable=False),
    sqlite_with_rowid=False,
)

writing_signers = Table(
    "writing_signers",
    metadata,
    _election(),
    # SHA-256 of the code: whoever has the code signs once.
    Column("code", String(64), primary_key=True),
    Column("document", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("capacity", Text, nullable=False),
    # Both empty until she has signed.
    Column("key", LargeBinary, nullable=True),
    Column("signature", LargeBinary, nullable=True),
    sqlite_with_rowid=False,
)
