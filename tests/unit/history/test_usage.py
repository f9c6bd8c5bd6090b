from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from paillasse.history.usage import Charge, charges
from paillasse.types.answers import Usage

USED = st.builds(
    Usage,
    model=st.sampled_from(["a", "b"]),
    calls=st.integers(1, 9),
    input_tokens=st.integers(0, 999),
    output_tokens=st.integers(0, 999),
    cost=st.none() | st.sampled_from([0.0, 0.25, 1.5]),
    currency=st.sampled_from(["EUR", "USD"]),
)


def test_a_question_that_asked_no_model_is_charged_nothing() -> None:
    assert charges(()) == (Charge(""),)


def test_models_are_summed_by_currency() -> None:
    used = (Usage("a", 1, 10, 1, 0.5, "USD"), Usage("b", 2, 20, 2, 0.25, "EUR"), Usage("c", 3, 30, 3, None, "USD"))
    assert charges(used) == (Charge("EUR", 20, 2, 0.25, 0), Charge("USD", 40, 4, 0.5, 3))


@given(st.lists(USED, min_size=1))
def test_nothing_is_lost_and_no_currency_comes_twice(used: list[Usage]) -> None:
    charged = charges(used)
    assert [charge.currency for charge in charged] == sorted({each.currency for each in used})
    assert sum(charge.input_tokens for charge in charged) == sum(each.input_tokens for each in used)
    assert sum(charge.output_tokens for charge in charged) == sum(each.output_tokens for each in used)
    assert sum(charge.cost for charge in charged) == sum(each.cost or 0 for each in used)
    assert sum(charge.unpriced for charge in charged) == sum(each.calls for each in used if each.cost is None)
