"""The base of everything that is stored, and the field types that keep stored bytes canonical.

Facts are written once and sealed as written, so a field's type decides its bytes for ever: decimals are quantised and
written as strings, text is NFC without control characters, cents are whole numbers.
"""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

_set = object.__setattr__


class Model(BaseModel):
    """A frozen record that knows all its fields and refuses any other."""

    model_config = ConfigDict(frozen=True, extra="forbid")


AnyModel = TypeVar("AnyModel", bound=Model)


def made(kind: type[AnyModel], fields: Mapping[str, Any]) -> AnyModel:
    """A record of values that were checked before; every field is given, and no other. As `model_construct`, and faster."""
    record = kind.__new__(kind)
    _set(record, "__dict__", {name: fields[name] for name in kind.__pydantic_fields__})
    _set(record, "__pydantic_fields_set__", set(fields))
    _set(record, "__pydantic_extra__", None)
    _set(record, "__pydantic_private__", None)
    return record


def _no_float(value: object) -> object:
    if isinstance(value, float):
        raise ValueError("a float is never exact; write the number as text with a point")
    return value


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: 60, 32.5, 8.33."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _two_places(value: Decimal) -> Decimal:
    quantised = value.quantize(Decimal("0.01"))
    if quantised != value:
        raise ValueError("at most two decimals")
    return Decimal(plain(quantised)) if quantised else Decimal(0)  # never "-0"


def _clean(value: str) -> str:
    text = unicodedata.normalize("NFC", value)
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise ValueError("control characters are not allowed")
    return text


class _Exact:
    """How an exact decimal is read and written: from Python it is made canonical, from stored JSON it is so already."""

    def __init__(self, most: int | None = None) -> None:
        self._most = None if most is None else Decimal(most)

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        within = core_schema.decimal_schema(ge=Decimal(0), le=self._most)
        exact = core_schema.no_info_before_validator_function(_no_float, within)
        return core_schema.json_or_python_schema(
            json_schema=core_schema.decimal_schema(),
            python_schema=core_schema.no_info_after_validator_function(_two_places, exact),
            serialization=core_schema.plain_serializer_function_ser_schema(
                plain, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        number: JsonSchemaValue = {"type": "number", "minimum": 0}
        if self._most is not None:
            number["maximum"] = int(self._most)
        return {"anyOf": [number, {"type": "string", "pattern": r"^[0-9]+([.][0-9]{1,2})?$"}]}


Cents = Annotated[int, Field(strict=True)]
"""Euro cents; negative is owed to us."""

Percentage = Annotated[Decimal, _Exact(most=100)]
"""Percent, 0 to 100, at most two decimals."""

Performance = Annotated[Decimal, _Exact(most=999)]
"""Percent of a norm, which can be passed: 0 to 999, at most two decimals."""

Hours = Annotated[Decimal, _Exact()]
"""Hours, at most two decimals."""

Text = Annotated[str, AfterValidator(_clean)]
"""Human text in NFC without control characters."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/+-]{0,39}$")]
"""A short code or identifier that says nothing of a person."""

Municipality = Annotated[str, StringConstraints(pattern=r"^(GM[0-9]{4})?$")]
"""CBS code of a municipality (gemeentecode), GM0363; empty for what belongs to the whole ledger."""
