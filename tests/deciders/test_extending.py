"""Extension (steps H1 to H3): asked two months before the end, confirmed with the new end, declined, or left unanswered."""

from datetime import date
from typing import Any, Literal

import pytest

from ledger import facts, intents
from ledger.facts import Fact
from ledger.law.policy import Choice, Policy
from ledger.party.decider import decide_person
from ledger.refusal import Refused
from ledger.subsidy.state import Subsidy
from tests.deciders.asking import policy, remind
from tests.deciders.changing import amended, applied, granted
from tests.deciders.given import CASE, ESTABLISHED, OPENED, a_person, circumstances, given, when

ENDS = date(2027, 4, 30)
FROM = date(2027, 3, 1)
DAY = date(2027, 3, 2)
NEW_END = date(2028, 4, 30)
TEMPORARY = applied(end=ENDS)
BY_ONE = Policy({"correction_second_person_cents": (Choice(date(2015, 1, 1), "100000000", 1),)})
"""A municipality in which one person corrects."""


def ask(day: date = DAY, ends: str = "contract", **changes: Any) -> intents.AskExtension:
    """Asking on a day."""
    return intents.AskExtension.model_validate({"case": CASE, "ends": ends, "asked_on": day, **changes})


def confirm(until: date | Literal["open"] = NEW_END, day: date = DAY) -> intents.ConfirmExtension:
    """The employer says that it goes on."""
    return intents.ConfirmExtension(case=CASE, confirmed_on=day, until=until)


def decline(day: date = DAY, *, answered: bool = True) -> intents.DeclineExtension:
    """It does not go on, by answer or without one."""
    return intents.DeclineExtension(case=CASE, declined_on=day, answered=answered)


def running(*happened: Fact) -> Subsidy:
    """A case of which the contract ends on 30 April 2027."""
    return given(*granted(TEMPORARY), *happened)


def valid_until(day: date) -> Subsidy:
    """A case without an end, of which the wage value was established until a day."""
    first, measured, established, decided = granted()
    assert established == ESTABLISHED
    return given(first, measured, ESTABLISHED.model_copy(update={"valid_until": day}), decided)


def test_h1_the_employer_is_asked_two_months_before_and_has_ten_working_days() -> None:
    (fact,) = when(ask(), running(), today=DAY)
    assert isinstance(fact, facts.ExtensionAsked)
    assert (fact.ends, fact.last_day, fact.respond_by, fact.anyway) == ("contract", ENDS, date(2027, 3, 16), None)


def test_h1_sooner_is_refused_with_the_day_and_allowed_anyway_with_a_reason() -> None:
    early = date(2027, 2, 28)
    with pytest.raises(Refused, match=f"Ask from {FROM} on, or sooner with --anyway"):
        when(ask(early), running(), today=early)
    (fact,) = when(ask(early, anyway="holiday"), running(), today=early)
    assert isinstance(fact, facts.ExtensionAsked)
    assert fact.anyway == "holiday"
    assert when(ask(FROM), running(), today=FROM)


def test_h1_a_wage_value_that_ends_is_asked_about_too() -> None:
    (fact,) = when(ask(ends="wage_value"), valid_until(ENDS), today=DAY)
    assert isinstance(fact, facts.ExtensionAsked)
    assert (fact.ends, fact.last_day) == ("wage_value", ENDS)
    with pytest.raises(Refused, match=r"wage value of .* has no last day"):
        when(ask(ends="wage_value"), running(), today=DAY)
    with pytest.raises(Refused, match=r"contract of .* has no last day"):
        when(ask(), given(*granted()), today=DAY)


def test_h1_only_what_was_granted_and_has_not_ended_is_asked_about() -> None:
    with pytest.raises(Refused, match="is not granted"):
        when(ask(), given(TEMPORARY), today=DAY)
    with pytest.raises(Refused, match="is ended"):
        when(ask(), running(facts.Ended(reason="withdrawn", last_day=DAY)), today=DAY)
    with pytest.raises(Refused, match="It ended"):
        when(ask(date(2027, 5, 1)), running(), today=date(2027, 5, 1))


def test_h1_asked_once_and_then_reminded_of() -> None:
    asked = when(ask(), running(), today=DAY)
    assert when(ask(), running(*asked), today=DAY) == ()
    with pytest.raises(Refused, match="lks remind --about extension"):
        when(ask(date(2027, 3, 3)), running(*asked), today=date(2027, 3, 3))


@pytest.mark.parametrize("until", [NEW_END, "open"])
def test_h3_a_contract_that_goes_on_gets_its_new_end_in_the_same_append(until: date | Literal["open"]) -> None:
    asked = when(ask(), running(), today=DAY)
    confirmed, amended = when(confirm(until), running(*asked), today=DAY)
    assert confirmed == facts.ExtensionConfirmed(last_day=ENDS, confirmed_on=DAY, until=until)
    assert isinstance(amended, facts.Amended)
    assert (amended.effective, amended.end) == (date(2027, 5, 1), until)
    after = running(*asked, confirmed, amended)
    assert after.contract_end == (None if until == "open" else until)
    assert when(confirm(until), after, today=DAY) == ()


def test_h3_the_employer_may_say_so_without_being_asked() -> None:
    assert len(when(confirm(), running(), today=DAY)) == 2


def test_h3_the_new_end_is_after_the_old_one() -> None:
    for until in (ENDS, date(2027, 4, 1)):
        with pytest.raises(Refused, match="The contract ends on 2027-04-30 already"):
            when(confirm(until), running(), today=DAY)


def test_h3_where_only_the_wage_value_ends_the_contract_stays_as_it_is() -> None:
    subsidy = valid_until(ENDS)
    with pytest.raises(Refused, match="Only the wage value ends, on 2027-04-30; the contract has no end"):
        when(confirm(), subsidy, today=DAY)
    (fact,) = when(confirm("open"), subsidy, today=DAY)
    assert fact == facts.ExtensionConfirmed(last_day=ENDS, confirmed_on=DAY, until="open")


def test_r16_the_person_s_case_runs_on_as_after_a_change_of_the_end() -> None:
    after = running(*when(confirm(), running(), today=DAY))
    person = a_person(OPENED.model_copy(update={"until": ENDS}))
    (fact,) = decide_person(confirm(), person, circumstances(subsidy=after))
    assert fact == OPENED.model_copy(update={"until": NEW_END})


def test_h2_a_question_about_an_end_that_has_moved_since_waits_for_nothing() -> None:
    asked = when(ask(), running(), today=DAY)
    moved = running(*asked, amended(effective=date(2027, 3, 5), end=NEW_END))
    with pytest.raises(Refused, match="No question about an extension"):
        when(remind(date(2027, 3, 17), "extension"), moved, today=date(2027, 3, 17))
    until = date(2029, 4, 30)
    confirmed, _ = when(confirm(until, date(2028, 3, 2)), moved, today=date(2028, 3, 2))
    assert isinstance(confirmed, facts.ExtensionConfirmed)
    assert confirmed.last_day == NEW_END


def test_h2_declined_with_an_answer_at_once() -> None:
    (fact,) = when(decline(), running(), today=DAY)
    assert fact == facts.ExtensionDeclined(last_day=ENDS, declined_on=DAY, answered=True)
    assert when(decline(), running(fact), today=DAY) == ()
    for later in (confirm(), ask(), decline(answered=False)):
        with pytest.raises(Refused, match="lks withdraw"):
            when(later, running(fact), today=DAY)


def test_h2_no_answer_counts_only_after_the_last_reminder_s_term() -> None:
    happened = list(when(ask(), running(), today=DAY))
    with pytest.raises(Refused, match="0 of 3 reminders"):
        when(decline(answered=False), running(*happened), today=DAY)
    for day in (date(2027, 3, 17), date(2027, 4, 3), date(2027, 4, 17)):
        happened += when(remind(day, "extension"), running(*happened), today=day)
    last = happened[-1]
    assert isinstance(last, facts.Reminded)
    assert last.level == 3
    with pytest.raises(Refused, match=f"The employer can answer until {last.respond_by}"):
        when(decline(last.respond_by, answered=False), running(*happened), today=last.respond_by)
    day = date.fromordinal(last.respond_by.toordinal() + 1)
    (fact,) = when(decline(day, answered=False), running(*happened), today=day)
    assert isinstance(fact, facts.ExtensionDeclined)
    assert not fact.answered


def test_h2_who_was_not_asked_cannot_have_left_it_unanswered() -> None:
    with pytest.raises(Refused, match="The employer was not asked"):
        when(decline(answered=False), running(), today=DAY)


def test_switch_reminders_not_of_extensions_then_the_term_of_the_question_is_enough() -> None:
    asked = when(ask(), running(), today=DAY)
    day = date(2027, 3, 17)
    assert when(decline(day, answered=False), running(*asked), today=day, policy=policy("3x10 hours"))


def test_r35_taking_back_an_extension_takes_back_the_new_end_with_it() -> None:
    after = running(*when(confirm(), running(), today=DAY))
    slot = after.version - 1
    withdraw = intents.WithdrawEntry(case=CASE, entry=slot, reason="mistake")
    taken_back = when(withdraw, after, today=DAY, policy=BY_ONE)
    assert [fact.slot for fact in taken_back if isinstance(fact, facts.Corrected)] == [slot, slot + 1]
    again = given(*granted(TEMPORARY), *when(confirm(), running(), today=DAY), *taken_back)
    assert again.contract_end == ENDS
    assert len(when(confirm(), again, today=DAY)) == 2
