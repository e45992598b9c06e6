"""Deep copies of a state, to show that a refused event changes nothing."""

import copy
from typing import Any

from rembug_ballots.state import ElectionState
from rembug_ballots.state.view import StateView


def snapshot(state: ElectionState) -> dict[str, Any]:
    """Return a deep copy of everything that a state holds."""
    return {name: copy.deepcopy(getattr(state, name)) for name in StateView.__slots__}


def unchanged(state: ElectionState, before: dict[str, Any]) -> bool:
    """Say whether a state is as it was."""
    return all(getattr(state, name) == value for name, value in before.items())
