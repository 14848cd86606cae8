"""The journal (journaal): double-entry postings of every money fact, in numbered batches for the general ledger."""
