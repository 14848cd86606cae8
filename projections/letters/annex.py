"""The derivation of an amount as an annex (bijlage): every step with what went into it, its result and its article, in Dutch."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ledger.calculation import derivation
from ledger.calculation.derivation import Step, steps
from ledger.calculation.segment import Segment
from projections.letters import dutch

Table = dict[str, Any]
"""A table of a letter: title, an introduction, headings, rows of texts; `numbers`: columns that stand to the right."""


def calculation(segments: Sequence[Segment]) -> list[Table]:
    """The calculation of an amount; none where there is no amount. Without agreed hours: of a full-time month."""
    if not segments:
        return []
    agreed = any(segment.hours for segment in segments)
    shown = [step for step in steps(segments) if agreed or (step.start and not step.name.startswith("agreed hours"))]
    rows = [_row(number, step) for number, step in enumerate(shown, start=1)]
    return [
        {
            "title": "Zo hebben wij het bedrag berekend" if agreed else "Zo rekenen wij",
            "intro": "Wij rekenen met het wettelijk minimumloon. In elke stap ziet u waarmee wij rekenen, wat de "
            "uitkomst is en welke regel daarbij hoort. Wij ronden pas aan het einde af.",
            "headings": ["Stap", "Waarmee wij rekenen", "Uitkomst", "Regel"],
            "rows": rows,
            "numbers": [2],
        }
    ]


def _row(number: int, step: Step) -> list[str]:
    name = _NAMES[step.name.partition(" (")[0]]
    if step.name.endswith("(does not bind)"):
        name = "Maximum (is hier niet lager)"
    inputs = "\n".join(_input(label, value) for label, value in step.inputs.items())
    result = dutch.euros(step.result) if step.unit == "euro" else f"{dutch.number(step.result)} uur"
    return [f"{number}. {name}", inputs, result, _article(step.article)]


def _input(label: str, value: str) -> str:
    if label.endswith(" percent at most"):
        return f"ten hoogste {dutch.number(label.partition(' ')[0])}%: {dutch.euros(value)}"
    words, kind = _INPUTS[label]
    return f"{words} {', '.join(_written(part, kind) for part in value.split(', '))}"


def _written(value: str, kind: str) -> str:
    match kind:
        case "euro":
            return dutch.euros(value)
        case "percent":
            return f"{dutch.number(value)}%"
        case "day":
            return dutch.day(date.fromisoformat(value))
        case "hours":
            return f"{dutch.number(value)} uur"
        case "days":
            return f"{dutch.number(value)} dagen"
    return value


def _article(article: str) -> str:
    return _ARTICLES.get(article) or article.replace("art.", "artikel").replace(" and ", " en ")


_NAMES = {
    "minimum wage": "Minimumloon per maand",
    "minimum wage with holiday allowance": "Minimumloon met vakantiebijslag",
    "flat rate": "Vast percentage (forfaitair)",
    "wage value with holiday allowance": "Loonwaarde met vakantiebijslag",
    "difference": "Verschil",
    "cap": "Maximum",
    "agreed hours": "Afgesproken uren",
    "agreed hours, capped at the sector's week": "Afgesproken uren, tot een volledige werkweek",
    "part of the month": "Deel van de maand",
    "worked hours": "Gewerkte uren",
    "worked hours that count": "Gewerkte uren die meetellen",
    "worked hours above the minimum": "Gewerkte uren boven het minimum",
    "share of the full-time month": "Deel van een maand met een volledige werkweek",
    "subsidy": "Subsidie",
    "employer charges": "Vergoeding werkgeverslasten",
    "total": "Totaal per maand",
}

_INPUTS = {
    "adult, a month": ("volwassenen", "euro"),
    "on": ("op", "day"),
    "percentage at this age": ("deel bij deze leeftijd", "percent"),
    "minimum wage": ("minimumloon", "euro"),
    "holiday allowance percentage": ("vakantiebijslag", "percent"),
    "of": ("over", "euro"),
    "flat-rate percentage": ("vast percentage", "percent"),
    "wage value percentage": ("loonwaarde", "percent"),
    "minimum wage with holiday allowance": ("minimumloon met vakantiebijslag", "euro"),
    "wage value": ("loonwaarde", "euro"),
    "difference": ("verschil", "euro"),
    "full-time month": ("maand met een volledige werkweek", "euro"),
    "agreed hours a week": ("afgesproken per week", "hours"),
    "sector's full-time week": ("volledige week in de sector", "hours"),
    "hours that count": ("wat meetelt", "hours"),
    "of hours a week": ("van een week van", "hours"),
    "month": ("maand", "euro"),
    "days": ("dagen", "number"),
    "of days": ("van", "days"),
    "reported hours": ("opgegeven", "hours"),
    "of days reported": ("van opgegeven", "days"),
    "worked hours": ("gewerkt", "hours"),
    "allowed by the sector's weeks": ("ten hoogste volgens de sector", "hours"),
    "worked hours that count": ("wat meetelt", "hours"),
    "hours of the agreed minimum": ("afgesproken minimum", "hours"),
    "hours to pay": ("te betalen", "hours"),
    "weeks a month": ("weken per maand", "text"),
    "rounded half-up": ("afgerond op hele centen", "euro"),
    "over": ("over", "euro"),
    "charges percentage": ("percentage", "percent"),
    "subsidy": ("subsidie", "euro"),
    "employer charges": ("werkgeverslasten", "euro"),
}

_ARTICLES = {
    derivation.LID_4: "Participatiewet, artikel 10d lid 4",
    derivation.LID_5: "Participatiewet, artikel 10d lid 5",
    derivation.CHARGES: "Participatiewet, artikel 10d lid 4 en 5",
    derivation.MINIMUM_WAGE: "Participatiewet, artikel 2 en 10d lid 7",
    f"{derivation.MINIMUM_WAGE}, {derivation.YOUTH}": "Participatiewet, artikel 2 en 10d lid 7; Wet minimumloon, artikel 7 "
    "lid 3 en 8 lid 3",
    derivation.HOLIDAY: "Wet minimumloon, artikel 15",
    derivation.PART_MONTH: "beleid van de gemeente",
    derivation.ROUNDING: "één keer afgerond",
    derivation.WORKED: "Besluit loonkostensubsidie Participatiewet 2021",
    f"{derivation.WORKED}, {derivation.WEEKS}": "Besluit loonkostensubsidie Participatiewet 2021; Wet minimumloon, "
    "artikel 14 lid 10",
}
