"""Who measures the wage value: registered with whoever supervises them, certified, and accounted for with every report (R19)."""

from datetime import date
from typing import Any

import pytest

from ledger import facts, intents
from ledger.measuring import decider
from ledger.measuring.state import Expert, Provider, evolve_expert, evolve_provider
from ledger.refusal import Refused
from tests.deciders.given import APPLIED, MEASURED, circumstances, entry, given, when
from tests.deciders.test_measuring import RECORD

REGISTER = intents.RegisterProvider(provider="PR-1", kind="private", sealed="AA")
REGISTER_EXPERT = intents.RegisterExpert(expert="LWD-1", provider="PR-1", sealed="AA")
CERTIFY = intents.CertifyExpert(
    expert="LWD-1", certificate="C-1", valid_from=date(2025, 1, 1), valid_until=date(2026, 12, 31), in_register=False
)
CERTIFIED = facts.ExpertCertified(
    certificate="C-1", valid_from=date(2025, 1, 1), valid_until=date(2026, 12, 31), in_register=False
)


def a_provider(kind: facts.ProviderKind = "private") -> Provider:
    """A registered provider."""
    (registered,) = decider.decide_provider(REGISTER.model_copy(update={"kind": kind}), Provider(), circumstances())
    return evolve_provider(Provider(), entry(1, registered))


def an_expert(*certificates: facts.ExpertCertified) -> Expert:
    """A registered expert with these certificates."""
    happened = (facts.ExpertRegistered(expert="LWD-1", provider="PR-1", sealed="AA"), *certificates)
    expert = Expert()
    for version, fact in enumerate(happened, start=1):
        expert = evolve_expert(expert, entry(version, fact))
    return expert


def account(*certificates: facts.ExpertCertified, **changes: Any) -> facts.MeasurementAccounted:
    """What accounts for a report by the expert with these certificates."""
    intent = RECORD.model_copy(update=changes)
    measured, accounted = when(intent, given(APPLIED), expert=an_expert(*certificates), provider=a_provider())
    assert isinstance(measured, facts.Measured)
    assert isinstance(accounted, facts.MeasurementAccounted)
    return accounted


@pytest.mark.parametrize(
    ("kind", "supervisor"),
    [
        ("private", "blik_op_werk"),
        ("own", "labour_inspectorate"),
        ("hired", "labour_inspectorate"),
        ("uwv", "labour_inspectorate"),
    ],
)
def test_r19_the_kind_of_provider_gives_who_supervises_it(kind: facts.ProviderKind, supervisor: str) -> None:
    assert a_provider(kind).supervisor == supervisor


def test_r36_a_code_that_is_taken_is_replaced_only_when_that_is_asked() -> None:
    for ask, state in ((REGISTER, a_provider()), (REGISTER_EXPERT, an_expert())):
        decide = decider.decide_provider if isinstance(state, Provider) else decider.decide_expert
        with pytest.raises(Refused, match="registered already"):
            decide(ask, state, circumstances(provider=a_provider()))  # type: ignore[arg-type]
        again = ask.model_copy(update={"again": True})
        assert decide(again, state, circumstances(provider=a_provider()))  # type: ignore[arg-type]
        with pytest.raises(Refused, match="not registered yet"):
            decide(again, type(state)(), circumstances(provider=a_provider()))  # type: ignore[arg-type]


def test_r19_an_expert_works_at_a_provider_that_is_registered() -> None:
    with pytest.raises(Refused, match="no provider PR-1"):
        decider.decide_expert(REGISTER_EXPERT, Expert(), circumstances(provider=Provider()))


def test_r19_a_certificate_is_of_a_registered_expert_and_ends_after_it_starts() -> None:
    with pytest.raises(Refused, match="no expert LWD-1"):
        decider.decide_expert(CERTIFY, Expert(), circumstances())
    wrong = CERTIFY.model_copy(update={"valid_until": date(2024, 12, 31)})
    with pytest.raises(Refused, match="before it starts"):
        decider.decide_expert(wrong, an_expert(), circumstances())
    assert decider.decide_expert(CERTIFY, an_expert(), circumstances()) == (CERTIFIED,)
    assert decider.decide_expert(CERTIFY, an_expert(CERTIFIED), circumstances()) == ()


def test_r19_a_report_is_accounted_for_in_the_same_append() -> None:
    looked = {"commented": ("employee", "employer"), "second_look_on": date(2026, 9, 18)}
    assert account(CERTIFIED, **looked) == facts.MeasurementAccounted(
        of=2,
        expert="LWD-1",
        provider="PR-1",
        supervisor="blik_op_werk",
        certificate="C-1",
        certificate_until=date(2026, 12, 31),
        certified=True,
        commented=("employer", "employee"),
        second_look_on=date(2026, 9, 18),
    )


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "certified"),
    [
        (date(2026, 9, 14), date(2026, 9, 14), True),
        (date(2026, 9, 15), date(2027, 9, 14), False),
        (date(2025, 9, 14), date(2026, 9, 13), False),
    ],
)
def test_r19_a_certificate_counts_on_the_day_of_the_measurement_and_refuses_nothing(
    valid_from: date, valid_until: date, certified: bool
) -> None:
    days = {"valid_from": valid_from, "valid_until": valid_until}
    found = account(CERTIFIED.model_copy(update=days))
    assert (found.certified, found.certificate, found.certificate_until) == (certified, "C-1", valid_until)


def test_r19_of_several_certificates_the_one_that_was_valid_counts() -> None:
    old = CERTIFIED.model_copy(update={"certificate": "C-0", "valid_until": date(2026, 9, 1)})
    new = CERTIFIED.model_copy(
        update={"certificate": "C-2", "valid_from": date(2027, 1, 1), "valid_until": date(2028, 1, 1)}
    )
    assert account(new, CERTIFIED, old).certificate == "C-1"
    assert account(old).certificate == "C-0"
    none = account()
    assert (none.certificate, none.certificate_until, none.certified) == (None, None, False)


def test_r19_an_expert_who_is_not_registered_is_still_accepted_and_nothing_accounts() -> None:
    assert when(RECORD, given(APPLIED)) == (MEASURED,)


@pytest.mark.parametrize("lost", [{"commented": ("employer",)}, {"second_look_on": date(2026, 9, 18)}])
def test_r19_comments_that_nothing_would_keep_are_refused(lost: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="kept nowhere"):
        when(RECORD.model_copy(update=lost), given(APPLIED))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"second_look_on": date(2026, 9, 15)}, "follows the discussion"),
        ({"second_look_on": date(2026, 9, 22)}, "follows the second look"),
        (
            {"draft_discussed_on": None, "measured_on": date(2021, 6, 30), "commented": ("employer",)},
            "not discussed gives no comments",
        ),
    ],
)
def test_r19_a_second_look_lies_between_draft_and_report(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        account(CERTIFIED, **changes)


@pytest.mark.parametrize("method", ["Dariuz", "LKS-2021"])
def test_r19_since_1_july_2021_there_is_one_method(method: str) -> None:
    with pytest.raises(Refused, match="one uniform method") as refusal:
        when(RECORD.model_copy(update={"method": method}), given(APPLIED))
    assert "art. 8 Besluit" in refusal.value.article


@pytest.mark.parametrize(
    ("method", "received_on", "lawful"),
    [
        ("Dariuz", date(2021, 6, 30), True),
        ("Dariuz", date(2021, 7, 1), False),
        ("ULM", date(2021, 6, 30), True),
        ("Kristal", date(2021, 6, 30), False),
    ],
)
def test_r19_one_of_the_six_methods_measures_for_applications_of_before(
    method: str, received_on: date, lawful: bool
) -> None:
    case = given(APPLIED.model_copy(update={"received_on": received_on}))
    intent = RECORD.model_copy(update={"method": method})
    if lawful:
        assert when(intent, case)
        return
    with pytest.raises(Refused, match="method"):
        when(intent, case)


def test_r36_a_correction_cannot_bring_in_another_method_and_leaves_the_account() -> None:
    measured, accounted = when(RECORD, given(APPLIED), expert=an_expert(CERTIFIED), provider=a_provider())
    case = given(APPLIED, measured, accounted)
    correct = intents.Correct(case=case.case, entry=2, reason="typing", changes={"method": "Dariuz"})
    with pytest.raises(Refused, match="one uniform method"):
        when(correct, case)
    (corrected,) = when(correct.model_copy(update={"changes": {"wage_value": "55"}}), case)
    then = given(APPLIED, measured, accounted, corrected)
    assert then.measured is not None
    assert str(then.measured.wage_value) == "55"
    assert then.inputs[3].counts == accounted


def test_r35_an_account_is_withdrawn_and_never_replaced() -> None:
    measured, accounted = when(RECORD, given(APPLIED), expert=an_expert(CERTIFIED), provider=a_provider())
    case = given(APPLIED, measured, accounted)
    with pytest.raises(Refused, match="withdrawn, not replaced"):
        when(intents.Correct(case=case.case, entry=3, reason="typing", changes={"certified": False}), case)
    (withdrawn,) = when(intents.WithdrawEntry(case=case.case, entry=3, reason="typing"), case)
    assert given(APPLIED, measured, accounted, withdrawn).inputs[3].counts is None
