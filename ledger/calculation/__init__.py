"""What is due for one subsidy and one month, to the cent and with its derivation. Start with `entitlement.py`."""
