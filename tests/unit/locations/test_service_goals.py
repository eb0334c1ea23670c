"""A goal for all items, or one by class."""

from __future__ import annotations

import pytest

from pickface.errors import BadRequest
from pickface.locations.service_goals import CLASSES, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("90", dict.fromkeys(CLASSES, 90)),
        ("A 98, C 85.5", {"AX": 98, "AY": 98, "AZ": 98, "CX": 85.5, "CY": 85.5, "CZ": 85.5}),
        ("a 98, az 90, z 80, 96", {**dict.fromkeys(CLASSES, 96), "AX": 98, "AY": 98, "AZ": 90, "BZ": 80, "CZ": 80}),
    ],
)  # fmt: skip
def test_what_names_more_counts_first_and_the_rest_stays(
    text: str, expected: dict[str, float]
) -> None:
    assert read(text) == tuple(pytest.approx(expected.get(name, 95) / 100) for name in CLASSES)


@pytest.mark.parametrize(
    "text", ["A", "D 95", "100", "A 49", "A 95 B 90", "A 95, A 90", "95%", "XA 95", "-95"]
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read(text)
    assert refused.value.params["field"] == "service_goals"
