"""The command line `lks`: parse, one call to the ledger or a projection, print. One verb, one file."""
