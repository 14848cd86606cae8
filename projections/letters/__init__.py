"""Letters to employers and employees, made from the entries that they tell about. Start with `letter.py`."""
