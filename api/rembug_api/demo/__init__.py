"""The demo: an invented kelurahan forms its BKM over the real HTTP interface with real cryptography."""
