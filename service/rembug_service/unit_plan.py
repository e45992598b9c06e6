"""Which units may vote alone: a proposal from the register, which the assembly changes as it likes.

A box with fewer than ``min_batch`` ballots is never opened, so a small RT is joined with its neighbours of the same RW.
"""

from collections import Counter
from collections.abc import Sequence

from rembug_service.people.units import Unit
from rembug_service.register import Resident


def plan_units(everybody: Sequence[Resident], least: int) -> list[str]:
    """Return units such as ``RT 01/RW 02 + RT 02/RW 02``, each with at least ``least`` voters as far as that goes.

    Args:
        everybody: those who may vote.
        least: voters that a unit needs.
    """
    sizes = Counter(each.unit for each in everybody if each.unit.rt is not None)
    groups: list[list[Unit]] = []
    for unit in sorted(sizes, key=lambda each: (each.rw or 0, each.rt or 0)):
        last = groups[-1] if groups else []
        is_neighbour = bool(last) and last[-1].rw == unit.rw
        if is_neighbour and (_voters(last, sizes) < least):
            last.append(unit)
        else:
            groups.append([unit])
    return [" + ".join(unit.label() for unit in group) for group in _without_small_ends(groups, sizes, least)]


def _without_small_ends(groups: list[list[Unit]], sizes: Counter[Unit], least: int) -> list[list[Unit]]:
    """Join a small rest of an RW with the group before it, of the same RW if there is one."""
    joined: list[list[Unit]] = []
    for group in groups:
        if joined and _voters(group, sizes) < least and joined[-1][-1].rw == group[0].rw:
            joined[-1].extend(group)
        else:
            joined.append(group)
    return joined


def _voters(group: Sequence[Unit], sizes: Counter[Unit]) -> int:
    return sum(sizes[unit] for unit in group)
