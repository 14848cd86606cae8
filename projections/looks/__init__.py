"""Looks at persons held against what was done in the ledger. Start with `odd.py`."""
