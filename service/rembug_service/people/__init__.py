"""People and their names: everything about the register that needs no database and no network.

`folding` gives a name its spelling-independent key, `suggestions` proposes whom a written name may
mean, `register_file` reads an office's CSV or workbook, `nik` checks and fingerprints identity
numbers, `duplicates` lists residents who may be one person, `adults` decides who may vote, `export`
prints lists, and `invented` makes a register of people who do not exist.

Nothing here decides about a vote: a suggestion is shown to three people, and they decide.
"""
