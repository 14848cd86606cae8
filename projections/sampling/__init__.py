"""What a sample is drawn from (`population.py`), narrowed by `criteria.py`, and what is known of each case (`checklist.py`)."""
