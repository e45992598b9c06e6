"""What the modules about people may raise.

* PeopleError
  x UnreadableRegisterFile   the file as a whole cannot be read; ``reason`` is an Indonesian
      sentence
      o UnknownHeadings      its table can be read, but nobody has said which column holds the names
  x ImplausibleNik           an identity number cannot be one; ``reason`` is Indonesian and quotes
      no digit
"""


class PeopleError(Exception):
    """Base of the tree.  ``reason`` is an Indonesian sentence for the person who sees it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreadableRegisterFile(PeopleError):
    """The uploaded file is no register that can be read; nothing of it was taken over."""


class UnknownHeadings(UnreadableRegisterFile):
    """No row of headings was recognised; an officer may say what the columns mean."""


class ImplausibleNik(PeopleError):
    """The identity number has a wrong shape or an impossible date.  Never quotes the number."""
