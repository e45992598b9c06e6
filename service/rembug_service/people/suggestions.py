"""Whom a written name may mean: ranked suggestions with reasons, for people to decide upon.

A suggestion decides nothing.  It never hides a resident of the same name (twins come together), and
it keeps the difference between "Bu Dedi" and "Pak Dedi": a woman called by a man's name is looked
for as his wife, and he is shown as "perhaps her husband".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rembug_service.people.folding import FoldedName, fold, fold_words
from rembug_service.people.name_index import Alias, AliasKind, NameIndex, RegisteredName
from rembug_service.people.reasons import Reason
from rembug_service.people.units import Unit

_LEAST_SCORE: Final = 50.0
_MOST_TWINS: Final = 30
# Names alone give at most this, so that hints can still raise the best of them.
_BEST_BY_NAME: Final = 0.88
# How far a hint moves a suggestion, in points of 100.  Only their order matters.
_OTHER_SEX: Final = -22.0
_OTHER_UNIT: Final = -14.0
_SAME_UNIT: Final = 6.0
_NOTE_FITS: Final = 6.0
_CALL_LEFT_OUT: Final = 18.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One resident who may be meant.

    Attributes:
        resident_id: the id given in the register.
        score: 0 to 100; for ordering and for telling a strong suggestion from a weak one.
        reason: the main reason.
        also: further reasons, for and against.
    """

    resident_id: str
    score: float
    reason: Reason
    also: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The answer for one written name: the best first; ``omitted`` more residents would also fit."""

    written: FoldedName
    ranked: tuple[Suggestion, ...]
    omitted: int


class Suggester:
    """Suggests residents of one register snapshot.  Building takes about a second for 12,500 residents."""

    def __init__(self, residents: Sequence[RegisteredName]) -> None:
        self._index: Final = NameIndex(residents)

    def suggest(self, written: str, *, limit: int = 10, within: Unit | None = None) -> Suggestions:
        """Return the residents whom ``written`` may mean.

        Args:
            written: the text as the voter wrote it.
            limit: how many to return; residents with the very name of the last one are returned
                too.
            within: the unit of the contest; its residents come first among equals, others are not
                left out.
        """
        name = fold(written)
        best: dict[int, tuple[float, Reason]] = {}
        self._by_text(name, best)
        self._by_words(name, best)
        self._by_office(name, best)
        scored = [self._weigh(name, who, score, reason) for who, (score, reason) in best.items()]
        kept = [(who, found) for who, found in scored if found.score >= _LEAST_SCORE]
        return self._rank(name, kept, limit, within)

    def _by_text(self, name: FoldedName, best: dict[int, tuple[float, Reason]]) -> None:
        """The very text of a name or nickname, also one like "Pak Haji" that has no name left in it."""
        for position in self._index.by_plain.get(name.plain, ()):
            alias = self._index.aliases[position]
            if alias.kind is not AliasKind.HUSBAND:
                reason = Reason.SAMA if alias.kind is AliasKind.NAME else Reason.PANGGILAN
                _keep(best, alias.who, 100.0, reason)

    def _by_office(self, name: FoldedName, best: dict[int, tuple[float, Reason]]) -> None:
        if name.office is None:
            return
        for who in self._index.by_office.get(name.office, ()):
            _keep(best, who, 85.0, Reason.JABATAN)

    def _by_words(self, name: FoldedName, best: dict[int, tuple[float, Reason]]) -> None:
        tokens = name.tokens
        if tokens:
            fits = self._fits(tokens)
            joined = self._index.similar_keys(name.key)
            for position in fits.keys() | joined.keys():
                alias = self._index.aliases[position]
                score, reason = self._judge(tokens, position, fits.get(position, {}), joined.get(position, 0.0))
                if alias.kind is AliasKind.HUSBAND and not name.called_as_woman:
                    continue
                if alias.kind is AliasKind.NICKNAME and alias.folded.sex_hint not in {None, name.sex_hint}:
                    score -= _CALL_LEFT_OUT  # known as "Bu Dedi", and only "Dedi" is written
                _keep(best, alias.who, score, reason)
        husband = name.husband
        if husband and not tokens:  # "istrinya Pak Dedi": only wives, and the man himself as a pointer to her
            for position, fit in self._fits(husband).items():
                alias = self._index.aliases[position]
                score, reason = self._judge(husband, position, fit, 0.0)
                if alias.kind is not AliasKind.HUSBAND:
                    score, reason = score + _OTHER_SEX, Reason.MUNGKIN_SUAMINYA
                _keep(best, alias.who, score, reason)

    def _fits(self, tokens: tuple[str, ...]) -> dict[int, dict[int, tuple[str, float]]]:
        """For each alias: which of the written words (by position) is like which of its words, and how much."""
        fits: dict[int, dict[int, tuple[str, float]]] = {}
        for number, token in enumerate(tokens):
            for word, likeness in self._index.similar_words(token).items():
                for position in self._index.holders(word):
                    fit = fits.setdefault(position, {})
                    if number not in fit or fit[number][1] < likeness:
                        fit[number] = (word, likeness)
        return fits

    def _judge(
        self, tokens: tuple[str, ...], position: int, fit: dict[int, tuple[str, float]], joined: float
    ) -> tuple[float, Reason]:
        """Score one alias from 0 to 100: how much of the written name it explains, a little the reverse."""
        index = self._index
        alias = index.aliases[position]
        asked = sum(map(index.weight, tokens))
        explained = sum(index.weight(tokens[number]) * likeness for number, (_, likeness) in fit.items())
        explained += self._explained_by_initials_or_note(tokens, alias, fit)
        held = index.alias_weights[position]
        used = sum(index.weight(word) for word in {word for word, _ in fit.values()})
        score = max(100.0 * (0.8 * explained / asked + 0.2 * min(1.0, used / held)), 97.0 * joined)
        exact = "".join(tokens) == "".join(alias.tokens)
        if exact:
            score = 100.0
        if alias.kind is AliasKind.HUSBAND:
            return min(score, 96.0), Reason.ISTRI_DARI
        if exact:
            return score, Reason.SAMA if alias.kind is AliasKind.NAME else Reason.PANGGILAN
        all_fit = all(number in fit and fit[number][1] == 1.0 for number in range(len(tokens)))
        if all_fit and len(alias.tokens) > len(tokens):
            return min(score, 95.0), Reason.SEBAGIAN_NAMA
        return min(score, 97.0), Reason.EJAAN_MIRIP

    def _explained_by_initials_or_note(
        self, tokens: tuple[str, ...], alias: Alias, fit: dict[int, tuple[str, float]]
    ) -> float:
        extra = 0.0
        note = self._index.note_words[alias.who]
        for number, token in enumerate(tokens):
            if number in fit:
                continue
            if len(token) == 1 and any(word.startswith(token) for word in alias.tokens):  # "Asep H" for Asep Hidayat
                extra += self._index.weight(token) * 0.9
            elif token in note:  # "Asep Bengkel"
                extra += self._index.weight(token) * 0.95
        return extra

    def _weigh(self, name: FoldedName, who: int, score: float, reason: Reason) -> tuple[int, Suggestion]:
        """Let unit, sex and explanation move the score; say so in the further reasons."""
        resident = self._index.residents[who]
        score *= _BEST_BY_NAME
        also: list[Reason] = []
        if name.unit_hint is not None and resident.unit.is_known():
            same = name.unit_hint.admits(resident.unit)
            score += _SAME_UNIT if same else _OTHER_UNIT
            also.append(Reason.RT_SAMA if same else Reason.RT_BEDA)
        hint = name.sex_hint
        if (
            hint is not None
            and resident.sex is not None
            and hint != resident.sex
            and reason is not Reason.MUNGKIN_SUAMINYA
        ):
            score += _OTHER_SEX
            also.append(Reason.JENIS_KELAMIN_BEDA)
            if name.called_as_woman and reason in {Reason.SAMA, Reason.PANGGILAN, Reason.SEBAGIAN_NAMA}:
                reason = Reason.MUNGKIN_SUAMINYA
        told = {word for word in (*name.tokens, *fold_words(name.rest)) if len(word) > 1}
        if told & self._index.note_words[who] and reason not in {Reason.ISTRI_DARI, Reason.JABATAN}:
            score += _NOTE_FITS
            also.append(Reason.KETERANGAN)
        return who, Suggestion(resident.id, round(min(max(score, 0.0), 100.0), 1), reason, tuple(also))

    def _rank(
        self, name: FoldedName, kept: list[tuple[int, Suggestion]], limit: int, within: Unit | None
    ) -> Suggestions:
        """Order by score; keep residents of one name side by side, and do not cut between them."""
        groups: dict[str, list[tuple[int, Suggestion]]] = {}
        for who, found in kept:
            groups.setdefault(self._index.name_keys[who], []).append((who, found))

        def place(entry: tuple[int, Suggestion]) -> tuple[float, bool, Unit, str]:
            resident = self._index.residents[entry[0]]
            known = Unit(resident.unit.rt or 0, resident.unit.rw or 0)
            return -entry[1].score, within is not None and not within.admits(resident.unit), known, resident.id

        for group in groups.values():
            group.sort(key=place)
        ordered = sorted(groups.values(), key=lambda group: place(group[0]))
        ranked: list[Suggestion] = []
        for group in ordered:
            if len(ranked) >= limit:
                break
            ranked += [self._marked(who, found) for who, found in group[: max(limit, _MOST_TWINS)]]
        return Suggestions(name, tuple(ranked), len(kept) - len(ranked))

    def _marked(self, who: int, found: Suggestion) -> Suggestion:
        key = self._index.name_keys[who]
        bearers = {self._index.aliases[alias].who for alias in self._index.by_key.get(key, ())}
        if not key or len(bearers) < 2:
            return found
        return Suggestion(found.resident_id, found.score, found.reason, (*found.also, Reason.NAMA_KEMBAR))


def _keep(best: dict[int, tuple[float, Reason]], who: int, score: float, reason: Reason) -> None:
    if who not in best or best[who][0] < score:
        best[who] = (score, reason)
