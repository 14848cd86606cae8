"""The write side: what happened to every subsidy, decided by pure functions and kept in one sealed log."""
