"""The election's language: events, rules, cards, ballots, the fold over events, the public record.

This package is pure: it reads no clock, no network and no global randomness. Only `record` and
`record_zip` touch files, and only those that the caller names.
"""
