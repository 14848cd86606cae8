"""Statements (camt.053) and notifications (camt.054) of one account, line by line, with their balances checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from ledger.bank import xml_reading as xml
from ledger.bank.xml_reading import child, forget, local, needed, place, signed_cents, text

Kind = Literal["statement", "notification"]

KINDS: Final[dict[str, Kind]] = {"Stmt": "statement", "Ntfctn": "notification"}
NEEDED: Final = frozenset({"Id", "LglSeqNb", "ElctrncSeqNb", "FrToDt", "Acct"})
"""Parts of a statement that are looked at when it ends."""
MOST_LINES: Final = 1_000_000
NOT_PROVIDED: Final = "NOTPROVIDED"
IN_WORDS: Final = "NARR"
"""The code of a reason that is given in words only."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One transaction of a statement, or an entry of which the bank gives no transactions.

    `cents` from the account's side: credit positive. `reference`: EndToEndId, of a return that of the payment that came
    back. `batch`: the block of payments that an entry stands for, of so many `transactions`. `reason`: the bank's code of
    a return. `counterparty_iban`: the account on the other side.
    """

    number: int
    cents: int
    booked_on: date
    value_date: date | None
    reference: str | None
    batch: str | None
    transactions: int
    bank_reference: str | None
    reason: str | None
    counterparty_iban: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """What the bank says of one account over some days; a notification has no balances."""

    kind: Kind
    identification: str
    account: str
    sequence: int | None
    from_day: date | None
    through_day: date | None
    opening_cents: int | None
    closing_cents: int | None
    bookings: tuple[Booking, ...]


@dataclass
class _Balance:
    cents: int
    day: date


class StatementReader:
    """Takes the elements of one statement as they end, and lets go of them."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._bookings: list[Booking] = []
        self._opening: _Balance | None = None
        self._closing: _Balance | None = None
        self._details_cents: int | None = None
        self._moved_cents = 0

    def end(self, element: Any) -> Statement | None:
        """An element ended; the statement, when that was its end."""
        match local(element):
            case "TxDtls":
                self._transaction(element)
                forget(element)
            case "Ntry":
                self._entry(element)
                forget(element)
            case "Bal":
                self._balance(element)
                forget(element)
            case "Stmt" | "Ntfctn":
                return self._statement(element)
            case name if name not in NEEDED and local(element.getparent()) in KINDS:
                forget(element)
        return None

    def _transaction(self, element: Any) -> None:
        entry = next(element.iterancestors("{*}Ntry"), None)
        if entry is None or not _booked(entry):
            return
        side = 1 if needed(entry, self._file, "CdtDbtInd") == "CRDT" else -1
        # Older versions give a transaction no amount of its own when it is the only one of its entry.
        own = element if child(element, "Amt") is not None else child(element, "AmtDtls", "TxAmt")
        amount = xml.cents(entry if own is None else own, self._file, "Amt") * side
        self._details_cents = (self._details_cents or 0) + amount
        self._add(entry, element, amount, 1)

    def _entry(self, element: Any) -> None:
        details, self._details_cents = self._details_cents, None
        if not _booked(element):
            return
        amount = signed_cents(element, self._file)
        self._moved_cents += amount
        if details is None:
            batch = child(element, "NtryDtls", "Btch")
            count = text(batch, "NbOfTxs") if batch is not None else None
            self._add(element, None, amount, int(count) if count and count.isdecimal() and len(count) < 8 else 1)
        elif details != amount:
            raise place(element, self._file).wrong("the transactions of an entry do not add up to its amount.")

    def _add(self, entry: Any, transaction: Any | None, amount: int, transactions: int) -> None:
        if len(self._bookings) >= MOST_LINES:
            raise place(entry, self._file).wrong(f"there are more than {MOST_LINES} lines.", "Split the file.")
        refs = None if transaction is None else child(transaction, "Refs")
        reason = None if transaction is None else _reason(transaction)
        batch = child(entry, "NtryDtls", "Btch")
        self._bookings.append(
            Booking(
                number=len(self._bookings) + 1,
                cents=amount,
                booked_on=xml.day(entry, self._file, "BookgDt"),
                value_date=xml.day(entry, self._file, "ValDt") if child(entry, "ValDt") is not None else None,
                reference=_provided(text(refs, "EndToEndId")),
                batch=text(batch, "PmtInfId") or text(batch, "MsgId") or text(refs, "PmtInfId"),
                transactions=transactions,
                bank_reference=text(refs, "AcctSvcrRef") or text(entry, "AcctSvcrRef"),
                reason=reason,
                counterparty_iban=None if transaction is None else _other_side(transaction, amount, reason),
            )
        )

    def _balance(self, element: Any) -> None:
        kind = text(element, "Tp", "CdOrPrtry", "Cd")
        if kind not in ("OPBD", "PRCD", "CLBD"):
            return
        balance = _Balance(signed_cents(element, self._file), xml.day(element, self._file, "Dt"))
        if kind == "CLBD":
            self._closing = balance
        elif self._opening is None or kind == "OPBD":
            self._opening = balance

    def _statement(self, element: Any) -> Statement:
        kind = KINDS[local(element)]
        if kind == "statement":
            self._check_balances(element)
        account = text(element, "Acct", "Id", "IBAN")
        if account is None:
            raise place(element, self._file).wrong("the account has no IBAN.", "Ask the bank for statements by IBAN.")
        sequence = text(element, "LglSeqNb") or text(element, "ElctrncSeqNb")
        from_day, through_day = self._days(element)
        return Statement(
            kind=kind,
            identification=needed(element, self._file, "Id"),
            account=account,
            sequence=int(sequence) if sequence and sequence.isdecimal() and len(sequence) < 18 else None,
            from_day=from_day,
            through_day=through_day,
            opening_cents=self._opening.cents if self._opening and kind == "statement" else None,
            closing_cents=self._closing.cents if self._closing and kind == "statement" else None,
            bookings=tuple(self._bookings),
        )

    def _check_balances(self, element: Any) -> None:
        where = place(element, self._file)
        if self._opening is None or self._closing is None:
            raise where.wrong("the statement has no opening or no closing balance.")
        if self._opening.cents + self._moved_cents != self._closing.cents:
            raise where.wrong("the opening balance and the lines do not add up to the closing balance.")

    def _days(self, element: Any) -> tuple[date | None, date | None]:
        period = child(element, "FrToDt")
        found = [text(period, name) for name in ("FrDtTm", "ToDtTm", "FrDt", "ToDt")] if period is not None else []
        days = [xml.parsed_day(value, element, self._file, "FrToDt") for value in found if value]
        if len(days) >= 2:
            return days[0], days[1]
        return (self._opening and self._opening.day) or None, (self._closing and self._closing.day) or None


def _booked(entry: Any) -> bool:
    """Whether an entry is in the books: announced ones are not."""
    status = text(entry, "Sts", "Cd") or text(entry, "Sts")
    return status in (None, "BOOK")


def _reason(transaction: Any) -> str | None:
    returned = child(transaction, "RtrInf")
    if returned is None:
        return None
    code = text(returned, "Rsn", "Cd")
    return code if code and len(code) == 4 and code.isascii() and code.isalnum() else IN_WORDS


def _provided(reference: str | None) -> str | None:
    return None if reference in (None, NOT_PROVIDED) else reference


def _other_side(transaction: Any, amount: int, reason: str | None) -> str | None:
    """The account that was paid: of a debit the creditor's, of a return whichever of the two is given and not our own."""
    parties = child(transaction, "RltdPties")
    if parties is None:
        return None
    creditor, debtor = text(parties, "CdtrAcct", "Id", "IBAN"), text(parties, "DbtrAcct", "Id", "IBAN")
    if amount < 0:
        return creditor
    own = text(next(transaction.iterancestors("{*}Stmt", "{*}Ntfctn")), "Acct", "Id", "IBAN")
    return next((iban for iban in (debtor, creditor) if iban and iban != own), None) if reason else debtor


def statements(events: Iterator[tuple[str, Any]], file: str) -> Iterator[Statement]:
    """Every statement of a document."""
    reader = StatementReader(file)
    for event, element in events:
        if event == "start" and local(element) in KINDS:
            reader = StatementReader(file)
        elif event == "end" and (found := reader.end(element)) is not None:
            yield found
            forget(element)
