"""The audit: whether the log is whole, checked by whoever reads it and not by the database that holds it.

One pass in the order of the log (`Audit.verify`): order and seals (`order.py`), every intent decided again on the versions that
it read (`deciding.py`, over the states in `known.py`), amounts from the inputs in their facts (`amounts.py`), runs and
settlements (`together.py`). What is found is data (`finding.py`), not an error.
"""

from ledger.audit.audit import BEFORE_ALL, Audit
from ledger.audit.finding import MEANINGS, Finding, Kind

__all__ = ["BEFORE_ALL", "MEANINGS", "Audit", "Finding", "Kind"]
