"""Proofs for outsiders: a tree over the seals of the log, and what is signed and published of it."""
