"""Accounts of officers and key holders: roles and passwords (Argon2id, RFC 9106)."""

import json
import re
import threading
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, func, insert, select, update

from rembug_ballots.ids import ElectionId
from rembug_service.audit_trail import Act, note
from rembug_service.errors import Conflict, InvalidRequest, NotAllowed, NotFound
from rembug_service.service import Service
from rembug_service.sql.sessions import KnownDevices, Sessions
from rembug_service.sql.tables import accounts
from rembug_service.work import Work

_ID: Final = re.compile(r"[a-z0-9._-]{1,40}")
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 256
# 64 MiB, three passes, one lane: under half a second on the committee's laptop.  Source: RFC 9106, section 4.
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
# Two at a time: forty officers who sign in together must not take 2.5 GiB.
_HASHING: Final = threading.BoundedSemaphore(2)
# Checked for unknown names, so that they take as long as known ones.
_DECOY: Final = _HASHER.hash("bukan kata sandi siapa pun")


@unique
class Role(StrEnum):
    """What an account may do; one account may have several roles."""

    KETUA = "ketua"
    SEKRETARIS = "sekretaris"
    POKJA_PEMILIHAN = "pokja_pemilihan"
    PETUGAS_KARTU = "petugas_kartu"
    PETUGAS_MEJA = "petugas_meja"
    PEMANTAU = "pemantau"
    PEMEGANG_KUNCI = "pemegang_kunci"
    FASILITATOR = "fasilitator"


@dataclass(frozen=True, slots=True)
class Account:
    """An account without its password.

    Attributes:
        person: the resident who this officer is, or None.
        election: the only election in which she may do anything, where a service has several kelurahan; None for all.
    """

    id: str
    display_name: str
    roles: frozenset[Role]
    person: str | None
    election: str | None = None

    def require_here(self, election: str | None) -> None:
        """Go on only in the account's own election; None stands for the whole service.

        Raises:
            NotAllowed: PEMILIHAN_LAIN.
        """
        if self.election is not None and self.election != election:
            raise NotAllowed("PEMILIHAN_LAIN", "Akun Anda hanya untuk pemilihan di kelurahan Anda.")

    def require(self, *roles: Role) -> None:
        """Go on only with one of these roles.

        Raises:
            NotAllowed: PERAN_TIDAK_BERHAK.
        """
        if not self.roles & set(roles):
            raise NotAllowed("PERAN_TIDAK_BERHAK", "Peran Anda tidak berhak melakukan langkah ini.")


def _hash(password: str) -> str:
    with _HASHING:
        return _HASHER.hash(password)


def _check_new(account: str, password: str, roles: frozenset[Role]) -> None:
    if not _ID.fullmatch(account):
        raise InvalidRequest("NAMA_AKUN_SALAH", "Nama akun hanya huruf kecil, angka, titik, atau tanda hubung.")
    _check_password(password)
    if not roles:
        raise InvalidRequest("PERAN_KOSONG", "Pilih paling sedikit satu peran.")


def _check_password(password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidRequest(
            "KATA_SANDI_PENDEK", f"Panjang kata sandi {SHORTEST_PASSWORD} sampai {LONGEST_PASSWORD} huruf."
        )


def is_new(service: Service) -> bool:
    """Say whether this installation has no account yet."""
    return service.read(lambda connection: connection.scalar(select(func.count()).select_from(accounts)) == 0)


def create_first_account(service: Service, account: str, display_name: str, password: str) -> Account:
    """Create the ketua of a new installation.

    Raises:
        Conflict: SUDAH_DISIAPKAN: there is an account already.
        InvalidRequest: name or password cannot be used.
    """
    roles = frozenset({Role.KETUA})
    _check_new(account, password, roles)
    phc = _hash(password)

    def job(work: Work) -> Account:
        if work.connection.scalar(select(func.count()).select_from(accounts)):
            raise Conflict("SUDAH_DISIAPKAN", "Layanan ini sudah mempunyai akun pertama.")
        return _insert(work, Account(account, display_name, roles, None), phc)

    return service.write(job)


def create_account(
    service: Service,
    account: str,
    display_name: str,
    password: str,
    roles: frozenset[Role],
    person: str | None,
    *,
    officer: str,
    election: str | None = None,
) -> Account:
    """Create an account, in the name of an officer; with an election it may do something in that one alone.

    Raises:
        Conflict: AKUN_SUDAH_ADA.
        NotFound: PEMILIHAN_TIDAK_ADA.
        InvalidRequest: name, password or roles cannot be used.
    """
    _check_new(account, password, roles)
    if election is not None:
        service.board(ElectionId(election))
    phc, moment = _hash(password), service.clock()

    def job(work: Work) -> Account:
        made = _insert(work, Account(account, display_name, roles, person, election), phc)
        note(work, moment, officer, Act.ACCOUNT_CREATED, about=f"{account}: {', '.join(sorted(roles))}")
        return made

    return service.write(job)


def change_password(service: Service, account: str, password: str) -> None:
    """Give an account another password, end its sessions and forget its devices.

    Raises:
        NotFound: AKUN_TIDAK_ADA.
        InvalidRequest: the password cannot be used.
    """
    _check_password(password)
    phc, moment = _hash(password), service.clock()

    def job(work: Work) -> None:
        done = work.connection.execute(update(accounts).where(accounts.c.id == account).values(password=phc))
        if done.rowcount == 0:
            raise NotFound("AKUN_TIDAK_ADA", "Akun ini tidak ada.")
        Sessions(work.connection).forget_account(account)
        KnownDevices(work.connection).forget_account(account)
        note(work, moment, account, Act.PASSWORD_CHANGED)

    service.write(job)


def _insert(work: Work, made: Account, phc: str) -> Account:
    if find_account(work.connection, made.id) is not None:
        raise Conflict("AKUN_SUDAH_ADA", "Nama akun ini sudah dipakai.")
    work.connection.execute(
        insert(accounts).values(
            id=made.id,
            display_name=made.display_name,
            password=phc,
            roles=json.dumps(sorted(role.value for role in made.roles)),
            person=made.person,
            election=made.election,
        )
    )
    return made


def find_account(connection: Connection, account: str) -> Account | None:
    """Return an account, or None."""
    row = connection.execute(select(accounts).where(accounts.c.id == account)).first()
    if row is None:
        return None
    roles = frozenset(Role(role) for role in json.loads(row.roles))
    return Account(row.id, row.display_name, roles, row.person, row.election)


def list_accounts(service: Service) -> list[Account]:
    """Return all accounts, by id."""

    def query(connection: Connection) -> list[Account]:
        ids = connection.scalars(select(accounts.c.id).order_by(accounts.c.id)).all()
        return [found for each in ids if (found := find_account(connection, each)) is not None]

    return service.read(query)


def check_password(service: Service, account: str, password: str) -> Account:
    """Return the account whose password this is; unknown names take as long as known ones.

    Raises:
        NotAllowed: SANDI_SALAH.
    """
    phc = service.read(lambda c: c.scalar(select(accounts.c.password).where(accounts.c.id == account)))
    if len(password) > LONGEST_PASSWORD:
        raise _wrong_password()
    with _HASHING:
        try:
            _HASHER.verify(phc or _DECOY, password)
        except (Argon2Error, InvalidHashError):
            raise _wrong_password() from None
    found = service.read(lambda c: find_account(c, account))
    if phc is None or found is None:
        raise _wrong_password()
    if _HASHER.check_needs_rehash(phc):
        fresh = _hash(password)
        service.write(
            lambda work: (
                work.connection.execute(
                    update(accounts).where(accounts.c.id == account, accounts.c.password == phc).values(password=fresh)
                ).rowcount
            )
        )
    return found


def _wrong_password() -> NotAllowed:
    return NotAllowed("SANDI_SALAH", "Nama akun atau kata sandi salah.")
