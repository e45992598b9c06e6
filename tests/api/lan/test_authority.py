"""The authority of an installation: what it vouches for, and that nobody gets a second one unasked."""

import ipaddress
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rembug_api.lan.addresses import Reach, is_private, reach
from rembug_api.lan.authority import LEAF_DAYS, RENEW_DAYS, Authority
from rembug_service.errors import Conflict

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HERE = Reach(("localhost", "rembug.local"), (ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("192.168.1.5")))


def _leaf(authority: Authority) -> x509.Certificate:
    return x509.load_pem_x509_certificate(authority.paths.leaf.read_bytes())


def _handshake(authority: Authority, host: str, chain: Path, key: Path) -> str:
    """Let a client that trusts only this authority greet a server as ``host``; return what the client says."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain, key)
    client = ssl.create_default_context(cafile=str(authority.paths.authority))
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            there, _ = listening.accept()
            with there:
                try:
                    server.wrap_socket(there, server_side=True).close()
                except OSError:
                    return

        thread = threading.Thread(target=answer)
        thread.start()
        try:
            with (
                socket.create_connection(listening.getsockname()) as raw,
                client.wrap_socket(raw, server_hostname=host),
            ):
                return "trusted"
        except ssl.SSLCertVerificationError as refusal:
            return refusal.verify_message
        finally:
            thread.join()


@pytest.mark.parametrize("host", ["localhost", "rembug.local", "127.0.0.1", "192.168.1.5"])
def test_a_device_with_the_certificate_trusts_every_address_of_the_laptop(tmp_path: Path, host: str) -> None:
    authority = Authority(tmp_path, datetime.now(UTC))
    assert authority.serve_certificate(HERE, datetime.now(UTC))
    assert _handshake(authority, host, authority.paths.leaf, authority.paths.leaf_key) == "trusted"


def test_another_laptop_is_not_trusted(tmp_path: Path) -> None:
    ours, theirs = Authority(tmp_path / "a", datetime.now(UTC)), Authority(tmp_path / "b", datetime.now(UTC))
    theirs.serve_certificate(HERE, datetime.now(UTC))
    assert _handshake(ours, "localhost", theirs.paths.leaf, theirs.paths.leaf_key) != "trusted"


def test_a_stolen_key_of_the_authority_imitates_no_bank(tmp_path: Path) -> None:
    authority = Authority(tmp_path, datetime.now(UTC))
    stolen = serialization.load_pem_private_key(authority.paths.authority_key.read_bytes(), password=None)
    assert isinstance(stolen, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    forged = (
        x509.CertificateBuilder()
        .issuer_name(authority.certificate.subject)
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bank")]))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("bank.example.com")]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(stolen.public_key()), critical=False)
        .sign(stolen, hashes.SHA256())
    )
    (tmp_path / "bank.crt").write_bytes(forged.public_bytes(serialization.Encoding.PEM))
    (tmp_path / "bank.key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    said = _handshake(authority, "bank.example.com", tmp_path / "bank.crt", tmp_path / "bank.key")
    assert said == "permitted subtree violation"


def test_keys_are_for_this_service_alone(tmp_path: Path) -> None:
    authority = Authority(tmp_path, NOW)
    authority.serve_certificate(HERE, NOW)
    for path in (authority.paths.authority_key, authority.paths.leaf_key):
        assert path.stat().st_mode & 0o777 == 0o600


def test_the_authority_stays_the_same_and_its_certificate_follows_the_addresses(tmp_path: Path) -> None:
    first = Authority(tmp_path, NOW)
    assert first.serve_certificate(HERE, NOW)
    before = _leaf(first)
    again = Authority(tmp_path, NOW + timedelta(days=1))
    assert again.fingerprint == first.fingerprint
    assert not again.serve_certificate(HERE, NOW + timedelta(days=1))
    assert _leaf(again) == before
    moved = Reach(HERE.names, (*HERE.addresses, ipaddress.ip_address("10.0.0.9")))
    assert again.serve_certificate(moved, NOW + timedelta(days=1))
    names = _leaf(again).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ipaddress.ip_address("10.0.0.9") in names.get_values_for_type(x509.IPAddress)


@pytest.mark.parametrize(
    ("days", "renewed"), [(0, False), (LEAF_DAYS - RENEW_DAYS - 1, False), (LEAF_DAYS - RENEW_DAYS, True), (-40, True)]
)
def test_the_last_month_makes_another_certificate_and_so_does_a_clock_that_went_back(
    tmp_path: Path, days: int, *, renewed: bool
) -> None:
    authority = Authority(tmp_path, NOW)
    authority.serve_certificate(HERE, NOW)
    assert authority.serve_certificate(HERE, NOW + timedelta(days=days)) == renewed


@pytest.mark.parametrize("damage", ["key lost", "key of another", "certificate cut"])
def test_a_damaged_authority_is_said_and_not_replaced(tmp_path: Path, damage: str) -> None:
    authority = Authority(tmp_path, NOW)
    paths = authority.paths
    if damage == "key lost":
        paths.authority_key.unlink()
    elif damage == "key of another":
        other = Authority(tmp_path / "other", NOW)
        paths.authority_key.write_bytes(other.paths.authority_key.read_bytes())
    else:
        paths.authority.write_bytes(paths.authority.read_bytes()[:100])
    kept = paths.authority.read_bytes()
    with pytest.raises(Conflict) as refused:
        Authority(tmp_path, NOW)
    assert refused.value.code == "SERTIFIKAT_TIDAK_UTUH"
    assert paths.authority.read_bytes() == kept


def test_a_kill_between_the_two_files_of_the_first_start_is_mended_by_the_next(tmp_path: Path) -> None:
    authority = Authority(tmp_path, NOW)
    authority.paths.authority.unlink()
    again = Authority(tmp_path, NOW)
    assert again.fingerprint != authority.fingerprint
    assert again.serve_certificate(HERE, NOW)


def test_a_broken_pair_of_the_service_is_made_anew(tmp_path: Path) -> None:
    authority = Authority(tmp_path, NOW)
    authority.serve_certificate(HERE, NOW)
    authority.paths.leaf_key.write_bytes(b"half a fi")
    assert authority.serve_certificate(HERE, NOW)
    assert not authority.serve_certificate(HERE, NOW)


def test_what_the_machine_says_of_itself_is_private_and_holds_loopback() -> None:
    found = reach()
    assert ipaddress.ip_address("127.0.0.1") in found.addresses
    assert "localhost" in found.names
    assert all(is_private(each) for each in found.addresses)
    assert not any(each.is_loopback for each in found.shown)
    assert not is_private(ipaddress.ip_address("8.8.8.8"))
