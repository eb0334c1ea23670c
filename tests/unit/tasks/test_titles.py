"""A title is written in English and read back as a code, so that any language can say it."""

from hypothesis import given
from hypothesis import strategies as st

from pickface.tasks import titles

word = st.text("ABCXYZ0123456789-/", min_size=1, max_size=12)


@given(word, word)
def test_what_was_written_is_read_back(number: str, where: str) -> None:
    assert titles.told(titles.of_order(number)) == {
        "code": "title_order",
        "params": {"order": number},
    }
    assert titles.told(titles.of_zone(number, where)) == {
        "code": "title_zone",
        "params": {"order": number, "zone": where},
    }
    assert titles.told(titles.straight(number, where)) == {
        "code": "title_dock",
        "params": {"order": number, "dock": where},
    }
    alone = {"code": "title_order_alone", "params": {"order": number}}
    assert titles.told(titles.of_order(number, titles.ALONE)) == alone
    assert titles.told(number + titles.ALONE) == {"code": "title_alone", "params": {"what": number}}


@given(st.lists(word, min_size=2, max_size=12))
def test_a_cart_names_a_few_of_its_orders(numbers: list[str]) -> None:
    said = titles.told(titles.of_many("Cart", numbers))
    assert said is not None
    assert said["code"] == "title_cart"
    assert said["params"]["count"] == len(numbers)
    assert said["params"]["orders"].startswith(", ".join(numbers[:3])[:80])


def test_a_plate_a_place_and_a_number_need_no_words() -> None:
    assert [titles.told(name) for name in ("LP000001", "A-01-02", "PO-1042", "DHL 17:30", "")] == [
        None
    ] * 5
