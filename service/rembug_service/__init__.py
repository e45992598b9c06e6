"""Use cases and storage of an election; no HTTP."""
