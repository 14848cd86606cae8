"""The process around the money: its terms, and what may happen when. Start with `deadlines.py`."""
