"""All that is held of one person, for the person's own request (AVG art. 15). Start with `gather.py`."""
