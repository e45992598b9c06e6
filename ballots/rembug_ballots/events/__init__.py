"""Typed events: the leaves of the log.  Source: docs/formats.md, "Events"."""

from rembug_ballots.events.body import Body
from rembug_ballots.events.event import EVENT_TYPES, Event

__all__ = ["EVENT_TYPES", "Body", "Event"]
