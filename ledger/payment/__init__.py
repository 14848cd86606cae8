"""Payment runs and takeovers: what is booked and sent, prepared and approved. Start with `runs.py`."""
