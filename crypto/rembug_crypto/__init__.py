"""The protocol's cryptography, pure: no clock, disk, network, global randomness or log."""
