"""Who may have a subsidy, and in time (R14-R17): the guards before a grant. Start with `guards.py`."""
