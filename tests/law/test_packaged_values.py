"""The TOML files hold what was published: complete, in order, exact, and none of the typos that circulate (R41)."""

import tomllib
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from ledger.law import PARAMETERS, packaged, packaged_law
from ledger.law.values import read, texts
from ledger.refusal import Misuse
from tests.law.given import day, keys

ADULT = """
2015-01-01 1501.80   2015-07-01 1507.80   2016-01-01 1524.60   2016-07-01 1537.20
2017-01-01 1551.60   2017-07-01 1565.40   2018-01-01 1578.00   2018-07-01 1594.20
2019-01-01 1615.80   2019-07-01 1635.60   2020-01-01 1653.60   2020-07-01 1680.00
2021-01-01 1684.80   2021-07-01 1701.00   2022-01-01 1725.00   2022-07-01 1756.20
2023-01-01 1934.40   2023-07-01 1995.00   2024-01-01 2069.40   2024-07-01 2133.60
2025-01-01 2191.80   2025-07-01 2245.80   2026-01-01 2294.40   2026-07-01 2337.00
"""

PUBLISHED_YOUTH_MONTHS = """
youth 2015-01-01 22:1276.55 21:1088.80 20:923.60 19:788.45 18:683.30 17:593.20 16:518.10 15:450.55
youth 2016-01-01 22:1295.90 21:1105.35 20:937.65 19:800.40 18:693.70 17:602.20 16:526.00 15:457.40
youth 2017-07-01 22:1565.40 21:1330.60 20:1095.80 19:860.95 18:743.55 17:618.35 16:540.05 15:469.60
youth 2018-07-01 22:1594.20 21:1355.05 20:1115.95 19:876.80 18:757.25 17:629.70 16:550.00 15:478.25
youth 2019-01-01 22:1615.80 21:1373.45 20:1131.05 19:888.70 18:767.50 17:638.25 16:557.45 15:484.75
youth 2019-07-01 21:1635.60 20:1308.50 19:981.35 18:817.80 17:646.05 16:564.30 15:490.70
youth 2020-01-01 21:1653.60 20:1322.90 19:992.15 18:826.80 17:653.15 16:570.50 15:496.10
youth 2020-07-01 21:1680.00 20:1344.00 19:1008.00 18:840.00 17:663.60 16:579.60 15:504.00
youth 2021-01-01 21:1684.80 20:1347.85 19:1010.90 18:842.40 17:665.50 16:581.25 15:505.45
youth 2022-07-01 21:1756.20 20:1404.95 19:1053.70 18:878.10 17:693.70 16:605.90 15:526.85
youth 2023-01-01 21:1934.40 20:1547.50 19:1160.65 18:967.20 17:764.10 16:667.35 15:580.30
youth 2023-07-01 21:1995.00 20:1596.00 19:1197.00 18:997.50 17:788.05 16:688.30 15:598.50
bbl   2020-07-01 20:1033.20 19:882.00 18:764.40
bbl   2022-07-01 20:1080.05 19:922.00 18:799.05
bbl   2023-01-01 20:1189.65 19:1015.55 18:880.15
bbl   2023-07-01 20:1226.95 19:1047.40 18:907.75
"""
"""Month amounts seen in a published table, rounded to 0.05 by law until the end of 2023."""

PUBLISHED_YOUTH_HOURS = """
youth 2024-01-01 13.27 20:10.62 19:7.96 18:6.64 17:5.24 16:4.58 15:3.98
youth 2024-07-01 13.68 20:10.94 19:8.21 18:6.84 17:5.40 16:4.72 15:4.10
youth 2025-01-01 14.06 20:11.25 19:8.44 18:7.03 17:5.55 16:4.85 15:4.22
youth 2026-01-01 14.71 20:11.77 19:8.83 18:7.36 17:5.81 16:5.07 15:4.41
bbl   2024-01-01 13.27 20:8.16 19:6.97 18:6.04
bbl   2025-01-01 14.06 20:8.65 19:7.38 18:6.40
bbl   2026-01-01 14.71 20:9.05 19:7.72 18:6.69
"""
"""Hourly amounts seen in a published table, rounded to a cent; the adult hour comes first."""

TYPOS = [("2021-01-01", "1684.85"), ("2018-01-01", "1594.20")]
"""A typo, and the July amount on a page headed 1 January."""


def share(scale: str, on: str, age: str) -> Decimal:
    """Percentage of the packaged scale at an age."""
    name = "youth_percentages" if scale == "youth" else "bbl_percentages"
    value = packaged_law().on(name, day(on)).value
    assert isinstance(value, dict)
    return Decimal(value.get(age, "100"))


def test_r41_every_adult_amount_since_2015_is_packaged() -> None:
    words = ADULT.split()
    published = dict(zip(words[::2], words[1::2], strict=True))
    assert {str(value.since): value.value for value in packaged() if value.parameter == "minimum_wage"} == published


def test_r41_month_amounts_are_multiples_of_sixty_cents() -> None:
    amounts = [Decimal(str(value.value)) for value in packaged() if value.parameter == "minimum_wage"]
    assert all(amount % Decimal("0.60") == 0 for amount in amounts)


@pytest.mark.parametrize("row", PUBLISHED_YOUTH_MONTHS.strip().splitlines())
def test_r6_published_youth_months_follow_from_the_percentages(row: str) -> None:
    scale, since, *amounts = row.split()
    adult = packaged_law().decimal("minimum_wage", day(since))
    for age, amount in (pair.split(":") for pair in amounts):
        twentieths = (adult * share(scale, since, age) / 5).quantize(Decimal(1), ROUND_HALF_UP)
        assert twentieths / 20 == Decimal(amount), f"{scale} {since} age {age}"


@pytest.mark.parametrize("row", PUBLISHED_YOUTH_HOURS.strip().splitlines())
def test_r6_published_youth_hours_follow_from_the_percentages(row: str) -> None:
    scale, since, adult, *amounts = row.split()
    for age, amount in (pair.split(":") for pair in amounts):
        hour = (Decimal(adult) * share(scale, since, age) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert hour == Decimal(amount), f"{scale} {since} age {age}"


@pytest.mark.parametrize(("since", "typo"), TYPOS)
def test_r41_known_typos_are_not_packaged(since: str, typo: str) -> None:
    assert packaged_law().on("minimum_wage", day(since)).value != typo


def test_r41_numbers_are_text_in_the_files_so_that_no_float_is_ever_made() -> None:
    for name, text in texts().items():
        floats: list[str] = []
        tomllib.loads(text, parse_float=floats.append)
        assert floats == [], name


def test_r41_each_file_says_what_it_is_and_keeps_its_rows_in_order() -> None:
    for name, text in texts().items():
        assert text.startswith("# "), name
        rows = keys(read(text, name))
        assert len(rows) == len(set(rows)), name
        parameters = list(dict.fromkeys(parameter for parameter, _ in rows))
        assert rows == sorted(rows, key=lambda row: (parameters.index(row[0]), row[1])), name


def test_r41_every_parameter_has_a_value_and_every_value_a_source_and_an_article() -> None:
    assert {value.parameter for value in packaged()} == set(PARAMETERS)
    assert len({(value.parameter, value.since) for value in packaged()}) == len(packaged())
    assert all(
        value.source and value.article and value.unit == PARAMETERS[value.parameter].unit for value in packaged()
    )
    assert all(value.published is None or value.published < value.since for value in packaged())


def test_r41_only_what_no_source_settles_has_low_confidence() -> None:
    low = keys(value for value in packaged() if value.confidence == "low")
    assert low == [
        ("bbl_percentages", "2027-01-01"),
        ("charges_percentage", "2021-07-01"),
        ("charges_percentage", "2026-01-01"),
        ("youth_percentages", "2027-01-01"),
    ]


@pytest.mark.parametrize(
    ("on", "percentage"),
    [
        ("2015-01-01", "23"), ("2017-12-31", "23"), ("2018-01-01", "23.5"), ("2021-06-30", "23.5"),
        ("2021-07-01", "23.5"), ("2025-12-31", "23.5"), ("2026-01-01", "25"), ("2026-12-31", "25"),
    ],
)  # fmt: skip
def test_r1_charges_percentage_by_day(on: str, percentage: str) -> None:
    assert packaged_law().decimal("charges_percentage", day(on)) == Decimal(percentage)


@pytest.mark.parametrize(
    ("on", "adult_age"),
    [("2015-01-01", 23), ("2017-06-30", 23), ("2017-07-01", 22), ("2019-06-30", 22), ("2019-07-01", 21)],
)
def test_r6_adult_age_by_day(on: str, adult_age: int) -> None:
    for scale in ("youth_percentages", "bbl_percentages"):
        value = packaged_law().on(scale, day(on)).value
        assert max(map(int, value)) == adult_age - 1


@pytest.mark.parametrize(("on", "base"), [("2015-01-01", "sector"), ("2023-12-31", "sector"), ("2024-01-01", "36")])
def test_r4_hours_are_measured_against_36_since_2024(on: str, base: str) -> None:
    assert packaged_law().on("hours_base", day(on)).value == base


def test_r38_equated_days() -> None:
    texts_of_days = (
        "2023-04-28 2023-05-19 2024-05-10 2024-12-27 2025-05-30 2026-01-02 2026-05-15 2027-05-07 2028-04-28 2028-05-26"
    )
    assert packaged_law().equated_days == frozenset(map(date.fromisoformat, texts_of_days.split()))


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("minimum_wage", '"2337,00"'), ("minimum_wage", '"0"'), ("minimum_wage", '"2337.005"'),
        ("minimum_wage", '["1"]'), ("minimum_wage", '"1e3"'), ("minimum_wage", '""'),
        ("minimum_wage", '"' + "9" * 40 + '"'), ("minimum_wage", '"٢٣"'), ("minimum_wage", '"NaN"'),
        ("charges_percentage", '"101"'), ("charges_percentage", '"-1"'), ("hours_base", '"40"'),
        ("youth_percentages", '"50"'), ("youth_percentages", '{ 20 = "80" }'), ("youth_percentages", '{ 15 = "130" }'),
        ("equated_days", '"2026-05-15"'), ("equated_days", '["15-05-2026"]'), ("equated_days", '["2027-05-15"]'),
        ("equated_days", '["2026-05-15", "2026-01-02"]'), ("wage", '"1"'),
    ],
)  # fmt: skip
def test_r41_a_malformed_value_is_refused_by_name(parameter: str, value: str) -> None:
    rest = 'unit = ""\narticle = ""\nsource = ""\nconfidence = "low"'
    with pytest.raises(Misuse, match=parameter) as error:
        read(f"[[{parameter}]]\nsince = 2026-01-01\nvalue = {value}\n{rest}", "mistaken.toml")
    assert error.value.field == "mistaken.toml"
