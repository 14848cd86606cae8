"""What the report of a wage value assessment holds (rapport loonwaardemeting LKS, the model annexed to the Regeling
loonkostensubsidie Participatiewet 2021): personal, checked at the door, and sealed whole as the contents of `Measured`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, RootModel, ValidationError, ValidationInfo, model_validator

from ledger.intents import Note
from ledger.model import Hours, Percentage, Performance, Text
from ledger.vault.identity import STORED, PrivateModel, misuse

LONGEST = 10_000
"""Characters of one answer at most."""

MOST_HOURS = 60
"""R4."""

TASKS = 16
"""A main task takes at least 1/16 of the working time, so there are never more."""


def _flowing(value: object) -> object:
    """Text on one line: line breaks become spaces."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _filled(value: str) -> str:
    if not value:
        raise ValueError("is empty; fill it in.")
    return value


def _a_week(value: Decimal) -> Decimal:
    if not 0 < value <= MOST_HOURS:
        raise ValueError(f"should be more than 0 and at most {MOST_HOURS} hours a week.")
    return value


Said = Annotated[Text, BeforeValidator(_flowing), Field(max_length=LONGEST)]
Answer = Annotated[Said, AfterValidator(_filled)]
WeeklyHours = Annotated[Hours, AfterValidator(_a_week)]


class MainTask(PrivateModel):
    """Hoofdtaak. `share`: percent of the working time; `pace` (tempo), `quality` (kwaliteit), `net_working_time` (netto werktijd)
    and, in methods of before 1 July 2021, `deployability` (inzetbaarheid): percent of the norm function; `result`: the
    performance (arbeidsprestatie) of this task as percent of the whole function."""

    description: Annotated[Answer, Field(description="What the task is.")]
    share: Annotated[Percentage, Field(description="Percent of the working time; all tasks together 100.")]
    pace: Annotated[Performance, Field(description="Tempo: percent of the norm function.")]
    quality: Annotated[Performance, Field(description="Kwaliteit: percent of the norm function.")]
    net_working_time: Annotated[
        Performance | None, Field(description="Netto werktijd: percent of the norm function.")
    ] = None
    deployability: Annotated[
        Performance | None, Field(description="Inzetbaarheid, with a method of before 1 July 2021.")
    ] = None
    result: Annotated[Percentage, Field(description="Arbeidsprestatie: percent of the whole function.")]
    explanation: Annotated[Said, Field(description="Toelichting.")] = ""

    @model_validator(mode="after")
    def _time_is_judged(self, info: ValidationInfo) -> Self:
        if info.context != STORED and self.net_working_time is None and self.deployability is None:
            raise ValueError("net_working_time is missing (deployability, with a method of before 1 July 2021).")
        return self


class MeasurementContents(PrivateModel):
    """Contents of a report. `norm_function` (normfunctie): the ordinary function that comes closest to `performed_function`;
    `weekly_hours` on `working_days` days, of `full_time_hours`; what employer and employee said of the draft; what came of a
    `second_look`; the `final_judgement` of the expert; `report`: anything else that it says."""

    edition: Literal["2021"] = "2021"
    norm_function: Annotated[Answer, Field(description="Normfunctie: the ordinary function that comes closest.")]
    performed_function: Annotated[Answer, Field(description="The function as it is done.")]
    weekly_hours: Annotated[WeeklyHours, Field(description="Hours a week, at most 60.")]
    working_days: Annotated[int, Field(ge=1, le=7, description="Working days a week.")]
    full_time_hours: Annotated[WeeklyHours, Field(description="Hours of a full week there, at most 60.")]
    tasks: Annotated[tuple[MainTask, ...], Field(min_length=1, max_length=TASKS, description="Hoofdtaken.")]
    comments_employer: Annotated[Said, Field(description="What the employer said of the draft.")] = ""
    comments_employee: Annotated[Said, Field(description="What the employee said of the draft.")] = ""
    second_look: Annotated[Said, Field(description="What came of it when the expert looked again.")] = ""
    final_judgement: Annotated[Answer, Field(description="The judgement of the expert.")]
    report: Annotated[Said, Field(description="Anything else that the report says.")] = ""

    @model_validator(mode="after")
    def _adds_up(self, info: ValidationInfo) -> Self:
        if info.context != STORED and sum(task.share for task in self.tasks) != 100:
            raise ValueError("the shares of the main tasks do not add up to 100; divide all of the working time.")
        return self

    @property
    def commented(self) -> tuple[Literal["employer", "employee"], ...]:
        """Who commented on the draft."""
        said = {"employer": self.comments_employer, "employee": self.comments_employee}
        return tuple(who for who, words in said.items() if words)  # type: ignore[misc]


class StoredContents(RootModel[MeasurementContents | Note]):
    """What is sealed with a measurement: contents, or text alone."""


def contents(fields: Mapping[str, object]) -> MeasurementContents:
    """The contents from what someone sent. Raises Misuse that names fields and no values."""
    try:
        return MeasurementContents.model_validate(fields)
    except ValidationError as error:
        raise misuse(error) from None


def schema() -> dict[str, object]:
    """The contents as JSON Schema (2020-12). That shares are 100 together is said by the door itself."""
    made: dict[str, object] = _untitled(MeasurementContents.model_json_schema())
    about = {"title": "lks measurement record --contents", "description": "The contents of a report of a measurement."}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made, **about}


def _untitled(found: Any) -> Any:
    """Without the titles and explanations that only repeat the names of fields and models."""
    if isinstance(found, list):
        return [_untitled(one) for one in found]
    if not isinstance(found, dict):
        return found
    model = found.get("type") == "object" and "properties" in found
    left = {"title", "description"} if model else {"title"}
    return {name: _untitled(one) for name, one in found.items() if name not in left or isinstance(one, dict)}
