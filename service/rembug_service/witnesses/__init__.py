"""Witnesses of the log: when they are asked, what they said, and being one for other logs."""
