"""A certificate authority of this installation, for its own local network and nothing else.

Tablets install its certificate once.  Its key can vouch only for private addresses and names (RFC 5280, 4.2.1.10), so
that whoever steals it can imitate this service, and no bank.  It is made once and never silently made again: every
tablet would have to install the new one.  The folder is trusted: whoever reads ``ca.key`` can imitate the service on
its network.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from rembug_api.lan.addresses import NAMES, PRIVATE, Reach
from rembug_service.durable import write_durably
from rembug_service.errors import Conflict

AUTHORITY_DAYS: Final = 3_650
LEAF_DAYS: Final = 397
RENEW_DAYS: Final = 30
"""A certificate with fewer days left is made anew."""
_EARLIER: Final = timedelta(days=30)
"""Certificates begin before they are made: clocks of cheap tablets are late by weeks."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The four files of a folder: ``ca.crt`` is for everybody, the keys for this service alone (mode 0600)."""

    folder: Path

    @property
    def authority(self) -> Path:
        """The authority's certificate, PEM."""
        return self.folder / "ca.crt"

    @property
    def authority_key(self) -> Path:
        """The authority's key, PEM."""
        return self.folder / "ca.key"

    @property
    def leaf(self) -> Path:
        """The service's certificate, PEM."""
        return self.folder / "server.crt"

    @property
    def leaf_key(self) -> Path:
        """The service's key, PEM."""
        return self.folder / "server.key"


class Authority:
    """The authority of a folder, made where there is none yet."""

    def __init__(self, folder: Path, now: datetime) -> None:
        """Read the authority, or make it.

        Raises:
            Conflict: SERTIFIKAT_TIDAK_UTUH: a file is missing or is not what it should be.
            OSError: the folder cannot be written.
        """
        self.paths = Paths(folder)
        # A key alone is what a kill at the first start leaves: no tablet has its certificate.
        if not self.paths.authority.exists():
            self._make(now)
        try:
            self.certificate = x509.load_pem_x509_certificate(self.paths.authority.read_bytes())
            key = serialization.load_pem_private_key(self.paths.authority_key.read_bytes(), password=None)
        except (OSError, ValueError):
            raise _broken(folder) from None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != self.certificate.public_key():
            raise _broken(folder)
        self._key = key

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as Android shows it: 32 pairs of hexadecimal digits."""
        digest = hashlib.sha256(self.certificate.public_bytes(serialization.Encoding.DER)).hexdigest().upper()
        return " ".join(digest[at : at + 2] for at in range(0, 64, 2))

    def serve_certificate(self, reach: Reach, now: datetime) -> bool:
        """Leave a certificate for all of these addresses in the folder; say whether it was made anew.

        Raises:
            OSError: the folder cannot be written.
        """
        if self._good(reach, now):
            return False
        key = ec.generate_private_key(ec.SECP256R1())
        issuer = self.certificate.subject
        alternatives = [x509.DNSName(each) for each in reach.names] + [x509.IPAddress(each) for each in reach.addresses]
        leaf = (
            _builder(issuer, "Rembug", now, LEAF_DAYS, key)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        # The key first: a kill between the two leaves a pair that does not fit, which the next start replaces.
        write_durably(self.paths.leaf_key, _pem(key), mode=0o600)
        write_durably(self.paths.leaf, leaf.public_bytes(serialization.Encoding.PEM))
        return True

    def _good(self, reach: Reach, now: datetime) -> bool:
        try:
            leaf = x509.load_pem_x509_certificate(self.paths.leaf.read_bytes())
            key = serialization.load_pem_private_key(self.paths.leaf_key.read_bytes(), password=None)
            leaf.verify_directly_issued_by(self.certificate)
            names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        except (OSError, ValueError, InvalidSignature, x509.ExtensionNotFound):
            return False
        covered = set(reach.names) <= set(names.get_values_for_type(x509.DNSName)) and set(reach.addresses) <= set(
            names.get_values_for_type(x509.IPAddress)
        )
        in_time = leaf.not_valid_before_utc <= now < leaf.not_valid_after_utc - timedelta(days=RENEW_DAYS)
        return covered and in_time and key.public_key() == leaf.public_key()

    def _make(self, now: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        # Years of elections may leave several in one tablet's list: the end of the name tells them apart.
        digest = hashlib.sha256(_public(key)).hexdigest()[:4].upper()
        name = f"Rembug {now.year} {digest}"
        constraints = x509.NameConstraints(
            permitted_subtrees=[*(x509.DNSName(each) for each in NAMES), *(x509.IPAddress(each) for each in PRIVATE)],
            excluded_subtrees=None,
        )
        certificate = (
            _builder(_named(name), name, now, AUTHORITY_DAYS, key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_signs_only(), critical=True)
            .add_extension(constraints, critical=True)
            .sign(key, hashes.SHA256())
        )
        # The certificate last: while it is not there, no tablet can have it, and another pair may be made.
        write_durably(self.paths.authority_key, _pem(key), mode=0o600)
        write_durably(self.paths.authority, certificate.public_bytes(serialization.Encoding.PEM))


def now_utc() -> datetime:
    """Return the machine's time; certificates have no other."""
    return datetime.now(UTC)


def _broken(folder: Path) -> Conflict:
    return Conflict(
        "SERTIFIKAT_TIDAK_UTUH",
        f"Berkas ca.crt dan ca.key di {folder} tidak lengkap atau rusak. Kembalikan keduanya dari cadangan; "
        "atau hapus keduanya, dan pasang sertifikat baru di semua tablet.",
    )


def _builder(
    issuer: x509.Name, name: str, now: datetime, days: int, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(_named(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _signs_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=True,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _public(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
