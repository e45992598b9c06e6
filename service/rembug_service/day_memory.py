"""What a running service remembers of polling day, in memory only."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class DayMemory:
    """When this service first saw a table of a contest open, in POSIX seconds; a restart begins anew."""

    first_open: dict[tuple[str, str], int] = field(default_factory=dict)
