"""Errors of the service.  Codes are stable; the sentences are for people, in Indonesian.

* ServiceError(code, detail)
  x InvalidRequest     what was sent cannot be used
  x NotSignedIn        nobody is signed in, or the session has ended
  x NotAllowed         this role may not do that
  x NotFound           no such thing
  x TooMany            too often; how long to wait
  x Conflict           the present state forbids it; nothing was changed
  x StorageFailed      the disk or the database did not take it; nothing was promised
  x Unavailable        the election is shut, or the service is busy
"""


class ServiceError(Exception):
    """Anything that the service refuses.  ``code`` is stable, ``detail`` an Indonesian sentence."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class InvalidRequest(ServiceError):
    """What was sent cannot be used."""


class NotSignedIn(ServiceError):
    """Nobody is signed in, or the session has ended."""

    def __init__(self) -> None:
        super().__init__("BELUM_MASUK", "Anda belum masuk, atau waktu masuk Anda sudah habis. Silakan masuk lagi.")


class NotAllowed(ServiceError):
    """This role may not do that."""


class NotFound(ServiceError):
    """No such thing."""


class Conflict(ServiceError):
    """The present state forbids it; nothing was changed."""


class TooMany(ServiceError):
    """It was asked too often."""

    def __init__(self, code: str, detail: str, wait: int) -> None:
        super().__init__(code, detail)
        self.wait = wait


class StorageFailed(ServiceError):
    """The disk or the database did not take it; nothing was promised."""

    def __init__(self) -> None:
        super().__init__(
            "PENYIMPANAN_GAGAL", "Data belum tersimpan. Periksa ruang penyimpanan laptop, lalu kirim sekali lagi."
        )


class Unavailable(ServiceError):
    """The election is shut, or the service is busy."""
