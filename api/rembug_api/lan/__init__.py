"""HTTPS on a local network with no internet: an own authority, its certificate page, and the servers that use both."""
