"""One subsidy: its state, what may happen to it, granting and taking over. Start with `state.py`."""
