"""What was known at a moment of the log: of one case, of a municipality, and between two moments."""
