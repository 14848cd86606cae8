"""The command `lks` itself: finds a verb in its file, loads only that one, and turns errors into one clear message."""

import importlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from ledger.refusal import LedgerError, Refused, Unavailable

VERBS = {
    "access": "commands.access:access",
    "amend": "commands.amend:amend",
    "apply": "commands.apply:apply",
    "audit": "commands.audit:audit",
    "backup": "commands.backup:backup",
    "bank": "commands.bank:bank",
    "calculate": "commands.calculate:calculate",
    "calendar": "commands.calendar:calendar",
    "checkpoint": "commands.checkpoint:checkpoint",
    "correct": "commands.correct:correct",
    "db": "commands.db:db",
    "decide": "commands.decide:decide",
    "documents": "commands.documents:documents",
    "employer": "commands.employer:employer",
    "end": "commands.end:end",
    "expert": "commands.expert:expert",
    "explain": "commands.explain:explain",
    "extend": "commands.extend:extend",
    "find": "commands.find:find",
    "form": "commands.form:form",
    "history": "commands.history:history",
    "hours": "commands.hours:hours",
    "import": "commands.import_files:import_files",
    "inspect": "commands.inspect:inspect",
    "journal": "commands.journal:journal",
    "law": "commands.law:law",
    "leave": "commands.leave:leave",
    "letter": "commands.letter:letter",
    "letters": "commands.letters:letters",
    "looks": "commands.looks:looks",
    "measurement": "commands.measurement:measurement",
    "notify": "commands.notify:notify",
    "objection": "commands.objection:objection",
    "opening": "commands.opening:opening",
    "outcome": "commands.outcome:outcome",
    "pay": "commands.pay:pay",
    "person": "commands.person:person",
    "policy": "commands.policy:policy",
    "proposals": "commands.proposals:proposals",
    "provider": "commands.provider:provider",
    "quarter": "commands.quarter:quarter",
    "reconcile": "commands.reconcile:reconcile",
    "recovery": "commands.recovery:recovery",
    "reindex": "commands.reindex:reindex",
    "remind": "commands.remind:remind",
    "sample": "commands.sample:sample",
    "replay": "commands.replay:replay",
    "retention": "commands.retention:retention",
    "schedule": "commands.schedule:schedule",
    "schema": "commands.schema:schema_command",
    "set-aside": "commands.set_aside:set_aside",
    "settle": "commands.settle:settle",
    "show": "commands.show:show",
    "sickness": "commands.sickness:sickness",
    "specification": "commands.specification:specification",
    "statistics": "commands.statistics:statistics",
    "target-group": "commands.target_group:target_group",
    "trail": "commands.trail:trail",
    "transfer": "commands.transfer:transfer",
    "timeliness": "commands.timeliness:timeliness",
    "vault": "commands.vault:vault",
    "wage-values": "commands.wage_values:wage_values",
    "withdraw": "commands.withdraw:withdraw",
    "worklist": "commands.worklist:worklist",
    "year": "commands.year:year",
}
"""Every verb and where it is. `lks VERB --help` tells the rest."""

SUMMARIES = {
    "access": "Which login may do what, and in which municipalities.",
    "amend": "Record what changes: hours, contract, end, payroll number.",
    "apply": "Record an application (aanvraag).",
    "audit": "Verify that the ledger is whole.",
    "backup": "Make, verify, restore and practise backups; keys apart.",
    "bank": "Take in what the bank says, and assign what matches nothing.",
    "calculate": "Calculate the subsidy of one month, step by step, without a ledger.",
    "calendar": "Payment days and last days of terms.",
    "checkpoint": "Sign how the log stands, publish it elsewhere, and prove with it that nothing changed.",
    "correct": "Correct a mistake in what was recorded.",
    "db": "The ledger's database: make it, start it, stop it, look at it.",
    "decide": "Decide: grant, reject, extend, amend, revise, withdraw, determine.",
    "documents": "Request, receive, keep, list and check documents.",
    "employer": "Register, correct and erase employers, change their accounts, move their cases.",
    "end": "End a subsidy after its last day.",
    "expert": "Register, certify, list, show and erase wage value experts.",
    "explain": "Explain what is due for a month.",
    "extend": "Ask what comes after the end of a contract or wage value, and record the answer.",
    "find": "Find cases by person, employer, payroll number or payment reference.",
    "form": "Make the application and the change form, to print or fill in.",
    "history": "Tell everything that was recorded about a case, a person or an employer.",
    "hours": "Report worked hours, one by one or as a file.",
    "import": "Import applications, changes and worked hours from files.",
    "inspect": "Evidence for the inspector, checked without this program.",
    "journal": "Postings for the general ledger, and the comparison with it.",
    "law": "The values of the law: known, in force, adopted, declined.",
    "leave": "Record unpaid leave.",
    "letter": "Make a letter as an accessible PDF, and record that it was sent.",
    "letters": "Letters: due, sent, and their templates.",
    "looks": "Who looked at which person, why and when; whether that log is whole; looks that stand out.",
    "measurement": "Order, record, establish, waive, list and show measurements of the wage value.",
    "notify": "Record who was told: the employee of a decision, the municipality that it is late.",
    "objection": "File an objection, and decide on it.",
    "opening": "Take over running cases.",
    "outcome": "Record that the outcome of a measurement was discussed.",
    "pay": "Prepare, approve, export, follow, withdraw and hold payments.",
    "person": "Register, correct, merge, export and erase persons.",
    "policy": "The policy of a municipality: every switch, in force and adopted.",
    "proposals": "What waits for a second person.",
    "provider": "Register and list providers of wage value measurements.",
    "quarter": "Close a quarter: checklist, sign-off, reopening.",
    "reconcile": "Reconcile a quarter: due, booked and sent, from the total to the entries.",
    "recovery": "Recover what is owed after the end.",
    "reindex": "Tell of the amount set anew on 1 January, of one case or all of a municipality.",
    "remind": "Remind of what is missing: documents, hours, an extension, a payment.",
    "sample": "Draw a sample for the accountant, with a checklist and the evidence of each case.",
    "replay": "A case or a municipality as known at a moment, and what changed between two.",
    "retention": "List who may be erased when, and what stands in the way.",
    "schedule": "Show what is due and paid, by month.",
    "schema": "The JSON Schema of what can be sent in: rows of files, contents of measurements.",
    "set-aside": "Set an incomplete application aside, after the last reminder.",
    "settle": "Settle a municipality: what is due less what was booked.",
    "show": "Show how a case stands.",
    "sickness": "Record sickness that was reported before 2022.",
    "specification": "Tell employers what they were paid.",
    "statistics": "The monthly record set for CBS (SRG).",
    "target-group": "Establish, reject or end the target group of a person.",
    "trail": "The audit trail in plain sentences, and what every entry rests on.",
    "transfer": "Record a move to another municipality or abroad.",
    "timeliness": "Tell how long decisions, payments and settlements took, and how many were in time.",
    "vault": "The keys of personal data, and another version of the master key.",
    "wage-values": "Tell the chain (DKD, UWV) what changed in wage values.",
    "withdraw": "Take back what was recorded by mistake.",
    "worklist": "List what is due and when, worst first, and the command that does it.",
    "year": "The statement of a year, what is unpaid on a day, and a forecast.",
}
"""What each verb is for, in one line, so that `lks --help` need not load it."""


class Verbs(click.Group):
    """A group that imports a verb when it is used, so that `lks --help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs by name."""
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb, loaded now."""
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs and what each is for."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in self.list_commands(ctx)])


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="lks")
def lks() -> None:
    """The ledger of wage cost subsidy (loonkostensubsidie, LKS): calculate, decide, pay, and prove it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `lks`; exit 0 done, 1 refused or found something, 2 misused, 130 stopped with Ctrl-C."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        _check_encoding(words)
        code = lks.main(args=words, prog_name="lks", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        code = exit_.exit_code
    except click.ClickException as error:
        if "--json" in words:
            _say_as_json({"error": "Misuse", "what": error.format_message(), "remedy": ""})
        else:
            error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was recorded stays; the command can be repeated.", err=True)
        code = 130
    except Exception as error:
        code = _failed(error, as_json="--json" in words)
    sys.exit(code if isinstance(code, int) else 0)


def _check_encoding(words: Sequence[str]) -> None:
    """A word that is no UTF-8 could neither be recorded nor printed."""
    try:
        "".join(words).encode()
    except UnicodeEncodeError:
        raise click.UsageError("A word of this command is not UTF-8 text.") from None


def _failed(error: Exception, *, as_json: bool) -> int:
    if isinstance(error, LedgerError):
        return _report(error, as_json=as_json)
    if isinstance(error, ValueError) and (misuse := _misuse(error)):
        return _report(misuse, as_json=as_json)
    if type(error).__name__ == "InsufficientPrivilege":  # of psycopg, which not every command loads
        remedy = "Ask somebody whose role allows it (docs/roles.md)."
        return _report(
            Unavailable("The database says that this login may not do that.", remedy=remedy), as_json=as_json
        )
    return _fault(error)


def _misuse(error: ValueError) -> LedgerError | None:
    """What pydantic found wrong with the input. Loaded here, for it loads slowly."""
    from pydantic import ValidationError

    from ledger.vault.identity import misuse

    return misuse(error) if isinstance(error, ValidationError) else None


def _fault(error: Exception) -> int:
    """A fault of ours: where it is, without the message, which could hold personal data; LKS_DEBUG shows all of it."""
    if os.environ.get("LKS_DEBUG"):
        raise error
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
    click.echo(f"A fault in lks itself: {where}. Repeat the command with LKS_DEBUG=1 to see all of it.", err=True)
    return 1


def _report(error: LedgerError, *, as_json: bool) -> int:
    if as_json:
        _say_as_json(_fields(error))
    else:
        click.echo(f"{type(error).__name__}: {error}", err=True)
    return error.exit_code


def _say_as_json(fields: dict[str, Any]) -> None:
    click.echo(json.dumps(fields, ensure_ascii=False), err=True)


def _fields(error: LedgerError) -> dict[str, Any]:
    fields = {"error": type(error).__name__, "what": error.what, "remedy": error.remedy}
    if isinstance(error, Refused):
        fields |= {"rule": error.rule, "article": error.article}
    return fields


if __name__ == "__main__":
    main()
