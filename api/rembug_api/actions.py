"""All critical steps that the interface offers."""

from collections.abc import Mapping
from typing import Final

from rembug_service.actions import SETUP_AND_POLLS
from rembug_service.proposals import Action
from rembug_service.tally_actions import TALLY

ACTIONS: Final[Mapping[str, Action]] = {**SETUP_AND_POLLS, **TALLY}
