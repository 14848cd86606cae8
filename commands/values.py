"""Values of law and policy as people type and read them: a number, a scale by age (20=80,19=60), or days with commas."""

from ledger.law import PARAMETERS, Value
from ledger.refusal import Misuse


def parsed(parameter: str, text: str) -> Value:
    """What was typed for a parameter of the law. Raises Misuse; whether the value can be is the law's to check."""
    if parameter not in PARAMETERS:
        raise Misuse(f"'{parameter}' is no parameter of the law.", remedy=f"Known are: {', '.join(PARAMETERS)}.")
    match PARAMETERS[parameter].unit:
        case "percent by age":
            return _scale(text)
        case "days":
            return tuple(day.strip() for day in text.split(","))
        case _:
            return text


def shown(value: Value) -> str:
    """A value in one line, spelled as it is typed."""
    if isinstance(value, dict):
        return ",".join(f"{age}={percentage}" for age, percentage in value.items())
    return value if isinstance(value, str) else ",".join(value)


def _scale(text: str) -> dict[str, str]:
    pairs = [part.strip().partition("=") for part in text.split(",")]
    if not all(age and percentage for age, _, percentage in pairs):
        raise Misuse(f"'{text}' is no scale by age.", field="--value", remedy="Write it like 20=80,19=60,18=50.")
    return {age.strip(): percentage.strip() for age, _, percentage in pairs}
