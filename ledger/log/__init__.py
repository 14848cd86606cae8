"""The one sealed log: entries, seals, and the stores that keep them. Start with `entry.py`."""
