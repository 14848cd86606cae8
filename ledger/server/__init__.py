"""Which PostgreSQL: one given, or the embedded one with its launcher. Start with `embedded.py`."""
