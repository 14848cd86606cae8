"""Personal data under lock, and the door through which it comes in. Start with `sealing.py`."""
