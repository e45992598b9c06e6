"""The verifier: every promise that a public record makes, checked from the record alone.

``verify_record`` is all that most callers need.  One file a chapter; the numbers are in ``catalogue``.
"""

from rembug_ballots.verification.report import Check, Report, Status, Verdict
from rembug_ballots.verification.verifier import verify_record

__all__ = ["Check", "Report", "Status", "Verdict", "verify_record"]
