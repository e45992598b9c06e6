"""Those who sign a paper."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signer:
    """A place to sign: in what capacity, and the name where it is known."""

    capacity: str
    name: str = ""
