"""The read side: facts turned into rows to query, which can be dropped and rebuilt at any time."""
