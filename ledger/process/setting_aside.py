"""Setting an application aside (buiten behandeling stellen, Awb 4:5): it stays incomplete after the last reminder.

It can be done within four weeks after the last term to complete it, and never when it is complete.
"""

from datetime import timedelta

from ledger import facts, intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.process.asking import Asked, chosen, documents_asked, missing_documents
from ledger.process.deadlines import SET_ASIDE
from ledger.refusal import Refused
from ledger.subsidy.decision import decision_number, notified
from ledger.subsidy.state import Subsidy

_ARTICLE = "art. 4:5 Awb"
_DAY = timedelta(days=1)


def set_aside(intent: intents.SetAsideApplication, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """`SetAside`, a decision with a number of its own. Raises Refused."""
    if subsidy.set_aside is not None:
        return _again(intent, subsidy.set_aside)
    asked = _incomplete(subsidy)
    told = notified(intent, context)
    anyway = _check_reminded(intent, asked, context)
    decide_by = SET_ASIDE.last_day(asked.until, context.law.equated_days)
    assert subsidy.application is not None
    by_person = subsidy.application.applicant == "person"
    applicant_told = intent.employee_notified_on if by_person else intent.employer_notified_on
    if applicant_told > decide_by:
        raise Refused(
            f"The last term to complete it ended on {asked.until}; it could be set aside, and told, until {decide_by}.",
            rule="R15",
            article="art. 4:5 lid 4 Awb",
            remedy="Decide on the application with what there is: lks decide grant, or lks decide reject.",
        )
    return (
        facts.SetAside(
            decision=decision_number(subsidy),
            documents=missing_documents(subsidy),
            asked_until=asked.until,
            decided_on=intent.decided_on,
            decide_by=decide_by,
            **told,
            anyway=anyway,
            sealed=intent.sealed,
        ),
    )


def _again(intent: intents.SetAsideApplication, before: facts.SetAside) -> tuple[Fact, ...]:
    asked = (intent.decided_on, intent.employer_notified_on, intent.employee_notified_on)
    if (before.decided_on, before.employer_notified_on, before.employee_notified_on) == asked:
        return ()
    raise Refused(
        f"The application was set aside on {before.decided_on} ({before.decision}).",
        rule="R15",
        article=_ARTICLE,
        remedy="Against it an objection can be filed (lks objection file).",
    )


def _incomplete(subsidy: Subsidy) -> Asked:
    """What the application still waits for. Raises Refused where it is no application, decided on, or complete."""
    assert subsidy.application is not None
    if subsidy.status != "applied":
        what = f"{subsidy.case} is {subsidy.status}; only an application that is not decided on is set aside."
        raise Refused(what, rule="R15", article=_ARTICLE, remedy="See lks show.")
    if subsidy.application.applicant == "municipality":
        raise Refused(
            f"Nobody applied for {subsidy.case}: the municipality began it itself.",
            rule="R15",
            article=_ARTICLE,
            remedy="Decide on it: lks decide reject.",
        )
    asked = documents_asked(subsidy)
    if asked is None:
        raise Refused(
            f"Nothing that was asked for is missing: the application of {subsidy.case} is complete.",
            rule="R15",
            article=_ARTICLE,
            remedy="What is missing is asked for first (lks documents request); what is complete is decided on.",
        )
    return asked


def _check_reminded(intent: intents.SetAsideApplication, asked: Asked, context: Context) -> str | None:
    """The chance to complete it was given: by law the term that was set, by policy all reminders, too. The reason why it is
    done without them."""
    policy = chosen(context.policy, intent.decided_on)
    due = policy.number if "documents" in policy.uses else 0
    if intent.decided_on <= asked.until:
        raise Refused(
            f"What is missing can be sent until {asked.until}.",
            rule="R15",
            article=_ARTICLE,
            remedy=f"From {asked.until + _DAY} on it can be "
            + ("set aside." if asked.level >= due else "reminded of again: lks remind --about documents."),
        )
    if asked.level >= due:
        return None
    if intent.anyway is None:
        raise Refused(
            f"{asked.level} of {due} reminders were sent (policy reminders).",
            rule="R15",
            article=_ARTICLE,
            remedy=f"Remind (lks remind --about documents) from {asked.again_from(policy.gap)} on, or set it aside without: "
            "--anyway --reason CODE.",
        )
    return intent.anyway
