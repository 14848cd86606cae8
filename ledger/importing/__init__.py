"""Applications, changes and hours from files: CSV, JSON Lines, Excel, or a form that was filled in.

`column` says what a column is; `columns`, `changes` and `hours` have the tables; `files` reads; `whole_file` checks all rows and
records them, or nothing, asking the ledger for each, so every rule that holds for one case holds for sixty-five thousand.
"""
