"""Backups that are proven: what is kept (`making.py`), how it is checked (`checking.py`), and how it comes back (`restoring.py`).

A backup is a folder: a manifest, and for each table a file with its rows as PostgreSQL copies them. Nothing in it is ever run:
the schema of a restored ledger is that of the release that restores it.
"""
