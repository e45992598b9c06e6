"""Which check a refusal of the fold belongs to.

The fold (``ElectionState.apply``) and the chapters look at the same rules from two sides; a refusal is written to the
check that an observer would look up.  Every code has its line: a test demands it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rembug_ballots.refusals import IllegalEvent, Refusal

_SLUGS: Final[dict[str, tuple[Refusal, ...]]] = {
    "events.election": (Refusal.OTHER_ELECTION, Refusal.NOT_CREATED, Refusal.ALREADY_CREATED),
    "events.order": (
        Refusal.WRONG_PHASE,
        Refusal.BOOTH_NOT_SEALED,
        Refusal.BOOTH_IN_USE,
        Refusal.TABLE_ALREADY_OPEN,
        Refusal.TABLES_STILL_OPEN,
        Refusal.HOME_ROUND_DONE,
        Refusal.LEFT_CARDS_REVEALED,
        Refusal.TABLE_CLOSED,
        Refusal.TABLE_KEY_USED,
    ),
    "events.figures": (
        Refusal.UNKNOWN_CONTEST,
        Refusal.UNKNOWN_STAGE,
        Refusal.UNKNOWN_TABLE,
        Refusal.UNKNOWN_HOLDER,
        Refusal.TABLE_OF_OTHER_CONTEST,
        Refusal.WIDTH_DIFFERS,
        Refusal.BLOB_MALFORMED,
    ),
    "events.blobs": (Refusal.BLOB_MISSING,),
    "agreements.agreed": (Refusal.VERSION_NOT_NEWER,),
    "agreements.texts": (Refusal.DOCUMENT_MALFORMED, Refusal.DOCUMENT_DIFFERS, Refusal.DOCUMENT_INCOMPLETE),
    "agreements.minutes": (
        Refusal.ASSEMBLY_NOT_NEXT,
        Refusal.REVISION_NOT_NEXT,
        Refusal.MINUTES_MALFORMED,
        Refusal.MINUTES_DIFFER,
    ),
    "agreements.adoption": (
        Refusal.ADOPTION_CHANGED,
        Refusal.UNKNOWN_ASSEMBLY,
        Refusal.UNKNOWN_DECISION,
        Refusal.NOT_ADOPTED,
        Refusal.NOT_CARRIED,
        Refusal.QUORUM_MISSED,
    ),
    "agreements.signatures": (Refusal.SCAN_NOT_ATTACHED, Refusal.SIGNATURE_WRONG),
    "rules.text": (Refusal.REFERENCE_UNKNOWN, Refusal.RULES_TEXT_DIFFERS, Refusal.CRITERIA_DIFFER),
    "rules.agreed": (Refusal.RULES_NOT_AGREED,),
    "rules.fixed": (
        Refusal.DOCUMENT_FROZEN,
        Refusal.RULES_ALREADY_SEALED,
        Refusal.NOTHING_NEWER,
        Refusal.POLLS_WERE_OPENED,
        Refusal.NEWER_NOT_AGREED,
    ),
    "ceremony.holders": (
        Refusal.HOLDER_ALREADY_REGISTERED,
        Refusal.HOLDER_KEY_USED,
        Refusal.HOLDERS_INCOMPLETE,
    ),
    "ceremony.commitments": (
        Refusal.OTHER_CEREMONY,
        Refusal.CEREMONY_STEP_DONE,
        Refusal.CEREMONY_STEP_EARLY,
        Refusal.COMMITMENT_DIFFERS,
        Refusal.SHARES_INCOMPLETE,
    ),
    "ceremony.confirmations": (Refusal.CEREMONY_COMPLAINED, Refusal.CEREMONY_HASH_DIFFERS),
    "ceremony.keys": (Refusal.KEYS_ALREADY_JOINED, Refusal.KEYS_NOT_JOINED),
    "rehearsal.ciphertext": (Refusal.REHEARSAL_NOT_SET, Refusal.REHEARSAL_ALREADY_SET),
    "register.tables": (
        Refusal.TABLE_ALREADY_SEALED,
        Refusal.TABLE_TOO_LARGE,
        Refusal.SEXES_DO_NOT_ADD_UP,
        Refusal.CONTEST_OF_OTHER_STAGE,
        Refusal.QUORUM_BASE_ALREADY_SEALED,
        Refusal.REGISTER_INCOMPLETE,
        Refusal.QUORUM_BASE_TOO_LARGE,
    ),
    "register.nominees": (Refusal.NOMINEES_ALREADY_SEALED,),
    "cards.lists": (Refusal.CARDS_ALREADY_REGISTERED, Refusal.CARDS_MISSING),
    "cards.number": (Refusal.CARD_COUNT_WRONG,),
    "cards.disjoint": (Refusal.CARD_LISTED_TWICE,),
    "cards.balance": (Refusal.CARDS_DO_NOT_ADD_UP,),
    "ballots.open": (Refusal.TABLE_NOT_OPEN,),
    "ballots.listed": (Refusal.CREDENTIAL_NOT_LISTED,),
    "ballots.once": (Refusal.CREDENTIAL_USED, Refusal.CREDENTIAL_VOIDED),
    "ballots.unique": (Refusal.TRACKING_USED, Refusal.CIPHERTEXT_COPIED),
    "ballots.count-rule": (
        Refusal.COUNT_RULE,
        Refusal.CHECKINS_NOT_RISING,
        Refusal.CHECKINS_NOT_A_BLOCK,
        Refusal.CHECKINS_TOO_MANY,
    ),
    "ballots.closing": (
        Refusal.CLOSING_COUNT_DIFFERS,
        Refusal.LIST_ALREADY_GIVEN,
        Refusal.LIST_DIFFERS,
        Refusal.CLOSING_PAPERS_MISSING,
    ),
    "audits.open": (Refusal.TRACKING_DIFFERS, Refusal.TOO_MANY_NAMES),
    "mixing.input": (Refusal.TOO_FEW_BALLOTS,),
    "mixing.chain": (Refusal.INPUT_DIFFERS, Refusal.STEP_DIFFERS),
    "mixing.mixers": (Refusal.MIXED_BEFORE, Refusal.TOO_FEW_MIXES),
    "opening.holders": (Refusal.TOO_FEW_HOLDERS, Refusal.FACTOR_MISSING, Refusal.FACTOR_ALREADY_GIVEN),
    "adjudication.complete": (
        Refusal.NOT_DECIDED,
        Refusal.STRING_NOT_WRITTEN,
        Refusal.DECISIONS_INCOMPLETE,
    ),
    "adjudication.one-person": (Refusal.ALREADY_DECIDED, Refusal.PERSON_DIFFERS),
    "adjudication.nominee": (Refusal.PERSON_NOT_NOMINEE,),
    "count.recount": (Refusal.RESULT_MALFORMED, Refusal.RESULT_DIFFERS),
    "count.ties": (
        Refusal.NOT_ON_THE_LADDER,
        Refusal.NOT_TIED,
        Refusal.REVOTE_MISSING,
        Refusal.LOT_CHECKPOINT,
        Refusal.LOT_ORDER,
    ),
    "count.quorum": (Refusal.QUORUM_DIFFERS,),
    "witnesses.opening": (
        Refusal.NO_WITNESSES,
        Refusal.WITNESS_CHECKPOINT,
        Refusal.TOO_FEW_WITNESSES,
        Refusal.NOT_WITNESSED,
    ),
    "certification.elected": (
        Refusal.UNKNOWN_PERSON,
        Refusal.CERTIFIED_DIFFERS,
        Refusal.POLICY_DIFFERS,
        Refusal.NOT_SERVING,
        Refusal.REPLACEMENT_DIFFERS,
    ),
}

SLUG_OF: Final[Mapping[Refusal, str]] = MappingProxyType(
    {code: slug for slug, codes in _SLUGS.items() for code in codes}
)
"""The check of each refusal."""

# Some codes are about whatever the event is about.
SLUG_OF_EVENT: Final[Mapping[tuple[Refusal, str], str]] = MappingProxyType(
    {
        (Refusal.WRONG_PHASE, "ballot.cast"): "ballots.open",
        (Refusal.TABLE_CLOSED, "ballot.cast"): "ballots.open",
        (Refusal.WRONG_PHASE, "rules.sealed"): "rules.fixed",
        (Refusal.WRONG_PHASE, "rules.reopened"): "rules.fixed",
        (Refusal.WRONG_PHASE, "opening.ordered"): "opening.ordered",
        (Refusal.WRONG_PHASE, "opening.factor"): "opening.ordered",
        (Refusal.WRONG_PHASE, "mix.done"): "mixing.chain",
        (Refusal.WRONG_PHASE, "register.sealed"): "register.tables",
        (Refusal.WRONG_PHASE, "cards.registered"): "cards.lists",
        (Refusal.WRONG_PHASE, "adjudication.decided"): "adjudication.complete",
        (Refusal.WRONG_PHASE, "adjudication.reversed"): "adjudication.complete",
        (Refusal.WRONG_PHASE, "result.certified"): "certification.elected",
        (Refusal.WRONG_PHASE, "member.replaced"): "certification.elected",
        (Refusal.TOO_FEW_HOLDERS, "rehearsal.passed"): "rehearsal.name",
        (Refusal.FACTOR_MISSING, "rehearsal.passed"): "rehearsal.name",
        (Refusal.FACTOR_ALREADY_GIVEN, "rehearsal.factor"): "rehearsal.factors",
        (Refusal.INPUT_DIFFERS, "contest.closed"): "mixing.input",
        (Refusal.INPUT_DIFFERS, "opening.ordered"): "opening.ordered",
        (Refusal.CREDENTIAL_NOT_LISTED, "card.voided"): "cards.voids",
        (Refusal.CREDENTIAL_USED, "card.voided"): "cards.voids",
        (Refusal.CREDENTIAL_VOIDED, "card.voided"): "cards.voids",
        (Refusal.TRACKING_USED, "ballot.audited"): "audits.never-cast",
        (Refusal.TABLE_NOT_OPEN, "checkin.block"): "ballots.count-rule",
        (Refusal.LIST_ALREADY_GIVEN, "cards.left"): "cards.left",
        (Refusal.LIST_DIFFERS, "cards.left"): "cards.left",
        (Refusal.UNKNOWN_HOLDER, "opening.factor"): "opening.holders",
        (Refusal.UNKNOWN_HOLDER, "contest.opened"): "opening.holders",
        (Refusal.CLOSING_COUNT_DIFFERS, "contest.closed"): "ballots.closing",
        (Refusal.BLOB_MALFORMED, "contest.opened"): "names.texts",
        (Refusal.BLOB_MALFORMED, "cards.registered"): "cards.lists",
        (Refusal.BLOB_MALFORMED, "cards.left"): "cards.left",
        (Refusal.BLOB_MALFORMED, "register.sealed"): "register.rolls",
        (Refusal.BLOB_MALFORMED, "mix.done"): "mixing.proofs",
    }
)
"""The check of a refusal of one type of event, where it is another than usual."""


def check_of(error: IllegalEvent, kind: str) -> str:
    """Return the slug of the check that a refused event of this type fails."""
    return SLUG_OF_EVENT.get((error.code, kind), SLUG_OF[error.code])
