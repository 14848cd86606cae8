"""Persons and employers: who is in the target group, who may be paid. Start with `state.py`."""
