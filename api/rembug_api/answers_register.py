"""Answers about the register: what an import found, pages of residents, counts, likely duplicates."""

from pydantic import BaseModel, ConfigDict

from rembug_service.register import Resident


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ImportProblem(_Answer):
    """Something in a file that a person should look at; row 0 concerns the whole file.  It never holds a NIK."""

    row: int
    column: str
    message: str


class ImportAnswer(_Answer):
    """How many rows a file gave, and what was wrong with it."""

    taken: int
    problems: list[ImportProblem]


class RegisterPage(_Answer):
    """A page of what a search found; ``total`` counts all of it."""

    total: int
    rows: list[Resident]


class RegisterCounts(_Answer):
    """Rows of the register, and its adults who may vote."""

    rows: int
    adults: int
    men: int
    women: int


class DuplicatePair(_Answer):
    """Two residents who may be one, and why, in a sentence."""

    first: str
    second: str
    reason: str
