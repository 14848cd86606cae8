"""Settling and closing: what a settlement books, and quarters and years that two persons sign off. Start with `quarters.py`."""
