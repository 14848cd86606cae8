"""The bank's files: payments out, statements and status reports in."""
