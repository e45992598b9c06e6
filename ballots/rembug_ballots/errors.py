"""Errors of the election's language.

* BallotsError
  * MalformedValue        bytes or a value that no encoder of ours makes
    * NotCanonical        not the canonical JSON of docs/formats.md
    * MalformedEvent      canonical, but no event of the table
    * MalformedBallot     not the shape of a ballot of this contest
  * InvalidRules          the tatib object breaks a bound (`faults`: Indonesian sentences)
  * InvalidName           a written name does not fit a slot (Indonesian sentence)
  * InvalidCard           a card text was read or typed wrongly (Indonesian sentence)
  * InvalidEventSignature an event is not signed by whom it says
  * InvalidBallot         a signature, proof or opening of a ballot does not hold
  * IllegalEvent          well formed, but not allowed here and now (`code`, `reason`)
  * BrokenRecord          a public record cannot be read as one
"""

from collections.abc import Sequence


class BallotsError(Exception):
    """Base of every error of this layer."""


class MalformedValue(BallotsError):
    """Bytes or a value that no encoder of ours makes."""


class NotCanonical(MalformedValue):
    """The bytes are not the canonical JSON of docs/formats.md."""


class MalformedEvent(MalformedValue):
    """Canonical JSON, but no event of the table in docs/formats.md."""


class MalformedBallot(MalformedValue):
    """Not the shape of a ballot of this contest."""


class InvalidRules(BallotsError):
    """The tatib object breaks one or more bounds.

    Attributes:
        faults: one Indonesian sentence for each fault, in the order of the object.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        """Keep ``faults``, which must not be empty."""
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


class InvalidName(BallotsError):
    """A written name does not fit a slot; the message is an Indonesian sentence."""


class InvalidCard(BallotsError):
    """A card text was read or typed wrongly; the message is an Indonesian sentence."""


class InvalidEventSignature(BallotsError):
    """An event is not signed by whom it says."""


class InvalidBallot(BallotsError):
    """A signature, the proof or the opening of a ballot does not hold."""


class BrokenRecord(BallotsError):
    """A public record cannot be read as one."""
