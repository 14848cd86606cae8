"""R9: wage above the minimum, gratuities, allowances and capital have no effect, so there is no way to record them."""

import pytest
from pydantic import ValidationError

from ledger import intents
from tests.deciders.given import EMPLOYMENT


@pytest.mark.parametrize("field", ["wage", "gross_wage", "gratuity", "allowance", "capital"])
def test_r9_an_employment_takes_no_such_field(field: str) -> None:
    with pytest.raises(ValidationError):
        intents.Employment.model_validate({**dict(EMPLOYMENT), field: "100"})
