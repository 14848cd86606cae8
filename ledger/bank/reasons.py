"""Reason codes of the bank (ISO 20022 external codes) and what they mean."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "AC01": "the account number is wrong",
    "AC04": "the account is closed",
    "AC06": "the account is blocked",
    "AC13": "the account is of a kind that takes no such payment",
    "AC14": "the account is of a kind that takes no such payment",
    "AG01": "the account takes no such payment",
    "AG02": "the bank does not know the kind of payment",
    "AM01": "the amount is zero",
    "AM02": "the amount is too large",
    "AM03": "the currency is not taken",
    "AM04": "the balance was too low",
    "AM05": "the payment was sent twice",
    "AM09": "the amount is wrong",
    "AM10": "the sum of the file is wrong",
    "AM18": "the number of payments in the file is wrong",
    "BE01": "the name does not belong to the account",
    "BE04": "the address of the payee is missing",
    "BE05": "the bank does not know who pays",
    "CNOR": "the payee's bank cannot be reached",
    "CUST": "the payer asked it back",
    "CUTA": "the payer asked it back because it could not be used",
    "DNOR": "the payer's bank cannot be reached",
    "DT01": "the date is wrong",
    "DUPL": "the payment was sent twice",
    "ERIN": "the bank does not take remittance information of this kind",
    "FF01": "the file is not in the right form",
    "FOCR": "it came back after a recall",
    "FR01": "the bank suspects fraud",
    "FRAD": "the payment was fraud",
    "MD01": "there is no mandate",
    "MD06": "the account holder asked it back",
    "MD07": "the account holder has died",
    "MS02": "the payee sent it back and gives no reason",
    "MS03": "the bank sent it back and gives no reason",
    "NARR": "the bank gives a reason in words; see its statement",
    "NOAS": "the payee did not answer",
    "NOOR": "the bank never got the payment",
    "RC01": "the bank's code is wrong",
    "RC07": "the code of the payee's bank is wrong",
    "RR01": "the payer's account is missing, as the law demands it",
    "RR02": "the payer's name or address is missing, as the law demands it",
    "RR03": "the payee's name or address is missing, as the law demands it",
    "RR04": "a law or regulation stands in the way",
    "SL01": "the payer's bank does not offer this service",
    "SL11": "the payee is not on the payer's list",
    "SL12": "the payee is on the payer's black list",
    "SL13": "there are more payments than allowed",
    "SL14": "the amount is larger than allowed",
    "SVNR": "the service was not delivered",
    "TECH": "something technical went wrong",
    "TM01": "the file came too late that day",
    "UPAY": "the payment was not due",
}
"""Code to meaning, as far as banks in SEPA use it."""

ACCOUNT_REASONS = frozenset({"AC01", "AC04", "AC06"})
"""The account itself is no good: it is blocked until another is approved (R26)."""

SENT_BEFORE = frozenset({"AM05", "DUPL"})
"""The bank has the file already: it refuses this copy, and the first one counts."""


def meaning(code: str) -> str:
    """What a code means, in words; a code that is not listed is looked up at the bank."""
    return REASONS.get(code, "a reason of the bank's own; ask the bank")
