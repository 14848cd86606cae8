"""Which file answers what is asked about the process of one case."""

from ledger import intents
from ledger.context import Context
from ledger.facts import Fact
from ledger.process import extending, reminding, renewing, setting_aside, telling
from ledger.subsidy.state import Subsidy

Process = (
    intents.Remind
    | intents.SetAsideApplication
    | intents.DiscussOutcome
    | intents.NotifyEmployee
    | intents.NoticeDefault
    | intents.AskExtension
    | intents.ConfirmExtension
    | intents.DeclineExtension
    | intents.AgreeRemeasurement
    | intents.Reindex
)


def proceed(intent: Process, subsidy: Subsidy, context: Context) -> tuple[Fact, ...]:
    """The facts that one step of the process leads to. Raises Refused."""
    match intent:
        case intents.Remind():
            return reminding.remind(intent, subsidy, context)
        case intents.SetAsideApplication():
            return setting_aside.set_aside(intent, subsidy, context)
        case intents.DiscussOutcome():
            return telling.discuss(intent, subsidy, context)
        case intents.NotifyEmployee():
            return telling.notify_employee(intent, subsidy, context)
        case intents.NoticeDefault():
            return telling.notice_default(intent, subsidy, context)
        case intents.AskExtension():
            return extending.ask(intent, subsidy, context)
        case intents.ConfirmExtension():
            return extending.confirm(intent, subsidy, context)
        case intents.DeclineExtension():
            return extending.decline(intent, subsidy, context)
        case intents.AgreeRemeasurement():
            return renewing.agree(intent, subsidy, context)
        case intents.Reindex():
            return renewing.reindex(intent, subsidy, context)
