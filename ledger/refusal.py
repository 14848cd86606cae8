"""The errors of the ledger, one small tree.

    LedgerError
    ├── Misuse       the question is wrong: a field, a format, a combination      exit 2
    ├── Refused      a rule says no: what, which rule and article, what to do     exit 1
    ├── Conflict     somebody else recorded first, three times in a row           exit 1
    ├── Unavailable  no server, no key, no schema: the house is not ready         exit 1
    └── Stopped      a projection stopped; what was recorded stays recorded       exit 1

Findings of an audit are data, not errors. A broken invariant is an `AssertionError`.
"""


class LedgerError(Exception):
    """Anything that a command prints as one clear message. Never holds personal data."""

    exit_code = 1

    def __init__(self, what: str, *, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class Misuse(LedgerError):
    """Bad input: names the field and how to mend it. Nothing was written."""

    exit_code = 2

    def __init__(self, what: str, *, field: str = "", remedy: str = "") -> None:
        super().__init__(f"{field}: {what}" if field else what, remedy=remedy)
        self.field = field


class Refused(LedgerError):
    """A rule said no: what, the rule and the article behind it, and what to do next. Nothing was written."""

    def __init__(self, what: str, *, rule: str, article: str = "", remedy: str = "") -> None:
        super().__init__(what, remedy=remedy)
        self.rule = rule
        self.article = article

    def __str__(self) -> str:
        ground = ", ".join(part for part in (self.rule, self.article) if part)
        return f"{self.what} ({ground}) {self.remedy}".strip()


class Conflict(LedgerError):
    """Another entry came first each time; nothing was written and the command can be repeated."""


class Unavailable(LedgerError):
    """The server, the schema or a key is missing; the remedy says which command makes it."""


class Stopped(LedgerError):
    """A projection stopped at a position; facts are safe, reading money waits until it is mended."""
