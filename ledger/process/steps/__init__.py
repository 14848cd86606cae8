"""What each step of the process asks of a case, as work items."""
