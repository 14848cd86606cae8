"""Cases in bulk, from a CSV or JSON Lines file: one row is one employment.

`columns` says what a file may hold, `cells` what one cell may hold, `files` reads, `row` checks one row by itself, and
`cases` asks the ledger for all of them, so that every rule that holds for one case holds for sixty-five thousand.
"""
