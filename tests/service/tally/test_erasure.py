"""After publication nothing of an identity number stays, in no table and in no byte; before it nothing is erased."""

from pathlib import Path

import pytest

from rembug_service.actions import SETUP_AND_POLLS
from rembug_service.erasure import erase_identity_numbers, kept_identity_numbers
from rembug_service.errors import Conflict
from rembug_service.payload import Payload
from rembug_service.people.nik import last4, nik_fingerprint
from rembug_service.results import complete_adjudication
from rembug_service.sql.residents import Residents
from rembug_service.work import Work
from tests.service.tally.staged import BKM, ELECTION, OFFICERS, Stage, stage
from tests.service.tally.test_tally import agree, certify_and_publish, open_contest, order_opening, rehearse

NIK = "3273145705850007"


def remember_nik(told: Stage) -> bytes:
    fingerprint = nik_fingerprint(told.service.secrets.nik_key, NIK)

    def job(work: Work) -> None:
        register = Residents(work.connection, ELECTION)
        for each in register.all():
            register.change(each.person, {"nik_fingerprint": fingerprint, "nik_last4": last4(NIK)})

    told.service.write(job)
    return fingerprint


def on_the_medium(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_identity_numbers_are_erased_from_every_byte_after_publication(tmp_path: Path) -> None:
    with stage(tmp_path, "terbuka") as told:
        told.run_ceremony()
        rehearse(told)
        told.add_people()
        fingerprint = remember_nik(told)
        assert told.service.read(lambda c: kept_identity_numbers(c, ELECTION)) > 0
        with pytest.raises(Conflict, match="dikukuhkan"):
            told.service.write(lambda work: erase_identity_numbers(work, ELECTION, Payload({}), OFFICERS))
        told.poll()
        order_opening(told)
        open_contest(told)
        agree(told)
        told.service.write(lambda work: complete_adjudication(work, ELECTION, BKM, OFFICERS))
        certify_and_publish(told)
        assert fingerprint in on_the_medium(tmp_path)
        told.service.write(lambda work: erase_identity_numbers(work, ELECTION, Payload({}), OFFICERS))
        assert told.service.read(lambda c: kept_identity_numbers(c, ELECTION)) == 0
    # The log of the database is folded into it when the service stops.
    assert fingerprint not in on_the_medium(tmp_path)


def test_two_officers_erase_and_nobody_else() -> None:
    action = SETUP_AND_POLLS["nik.erase"]
    assert action.execute is erase_identity_numbers
    assert "Tidak dapat dibatalkan" in action.words
    assert {role.value for role in action.roles} == {"ketua", "sekretaris", "pokja_pemilihan"}
