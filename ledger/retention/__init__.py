"""How long personal data are kept, and what stands in the way of erasing them. Start with `cases.py`."""
