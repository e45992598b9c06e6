"""What all event bodies share."""

from enum import StrEnum, unique
from typing import ClassVar


@unique
class Signer(StrEnum):
    """Who signs an event."""

    NOBODY = "nobody"
    HOLDER = "holder"
    CARD_MAKER = "card-maker"


class Body:
    """Base of the bodies: a frozen dataclass each, whose fields are the members of ``body``."""

    __slots__ = ()

    TYPE: ClassVar[str]
    SIGNER: ClassVar[Signer] = Signer.NOBODY
