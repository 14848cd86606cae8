"""The monthly record set for CBS (Statistiek Re-integratie door Gemeenten, SRG), from the ledger (docs/statistics.md)."""
