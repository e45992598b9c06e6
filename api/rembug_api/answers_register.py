"""Answers about the register: what an import found, pages of residents, counts, likely duplicates."""

from pydantic import BaseModel, ConfigDict

from rembug_service.people.headers import Column
from rembug_service.register import Resident
from rembug_service.register_import import ImportedRow, ImportReport


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ImportProblem(_Answer):
    """Something in a file that a person should look at; row 0 concerns the whole file.  It never holds a NIK."""

    row: int
    column: str
    message: str
    refused: bool


class ImportColumn(_Answer):
    """A column of a file: the key by which its meaning is given, what it is read as, and its first values."""

    key: str
    heading: str
    meaning: Column | None
    values: list[str]


class ImportAnswer(_Answer):
    """What an import does, or would do; members as in `ImportReport`."""

    taken: int
    known: int
    refused: int
    adults: int
    men: int
    women: int
    headings_known: bool
    columns: list[ImportColumn]
    sample: list[ImportedRow]
    problems: list[ImportProblem]

    @classmethod
    def of(cls, report: ImportReport) -> "ImportAnswer":
        """Return the answer for what an import found."""
        return cls(
            taken=report.taken,
            known=report.known,
            refused=report.refused,
            adults=report.adults,
            men=report.men,
            women=report.women,
            headings_known=report.headings_known,
            columns=[
                ImportColumn(key=each.key, heading=each.heading, meaning=each.meaning, values=list(each.values))
                for each in report.columns
            ],
            sample=list(report.sample),
            problems=[
                ImportProblem(row=each.row or 0, column=each.column or "", message=each.message, refused=each.refused)
                for each in report.problems
            ],
        )


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


class AddedResident(_Answer):
    """The code of a resident who was added by hand."""

    person: str
