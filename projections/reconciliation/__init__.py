"""What the books say of a quarter, a year or a day (R33, R34). Start with `report.py`."""
