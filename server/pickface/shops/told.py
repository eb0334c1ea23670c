"""What a shop tells of an order, whichever shop it is. Pure."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel

from pickface.contract import MOST
from pickface.errors import PickfaceError
from pickface.orders.forms import LANGUAGE

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LINE_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")
MOST_LINES: Final = 500


class NotAnOrder(PickfaceError):
    """The body is none that this kind of shop sends; ``params``: ``field``."""

    code = "not_an_order"
    status = 422


class ShopOrder(BaseModel):
    """An order as a shop tells it: ``lines`` are units by SKU; ``nameless`` are goods without one.

    ``wish``: ``ship`` it, ``wait`` (it is not paid), ``cancel`` it, or ``none`` (another has shipped it).
    """

    external_id: str
    number: str = ""
    told_at: int = 0
    placed_at: int = 0
    wish: str = "ship"
    customer: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    note: str = ""
    language: str = ""
    gift: bool = False
    gift_note: str = ""
    substitutes: bool | None = None
    """Whether the customer takes another item where one cannot be had; None where the shop does not say."""
    lines: dict[str, int] = {}
    nameless: list[str] = []
    left_out: list[str] = []


def signed(body: bytes, signature: str, secrets: Iterable[str]) -> bool:
    """Whether a signature is the base64 of the HMAC-SHA-256 of a body by one of the secrets, in constant time."""
    try:
        given = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        return False
    right = [
        hmac.compare_digest(hmac.new(one.encode(), body, hashlib.sha256).digest(), given)
        for one in secrets
        if one
    ]
    return any(right)


def text(value: object, most: int) -> str:
    """Text of one line that a label can bear, cut to its length; whatever is no text is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return " ".join(_CONTROLS.sub(" ", str(value)).split())[:most].strip()


def lines_of_text(value: object, most: int) -> str:
    """The same, where breaks may stay."""
    return _LINE_CONTROLS.sub(" ", value)[:most].strip() if isinstance(value, str) else ""


def identity(value: object) -> str:
    """The shop's id of an order; NotAnOrder without one."""
    said = text(value, 40)
    if not said:
        raise NotAnOrder("an order has an id", field="id")
    return said


def gift_of(attributes: Iterable[tuple[object, object]]) -> tuple[bool, str]:
    """Whether an order is a gift, and the note for it, of what a shop's own fields say under the usual names."""
    gift, note = False, ""
    for name, value in attributes:
        plain = _plain(name)
        if plain in ("giftnote", "giftmessage"):
            note = lines_of_text(value, 500)
        elif plain in ("gift", "isgift", "giftorder", "thisisagift"):
            gift = _says_yes(value)
    return gift or bool(note), note


def substitutes_of(attributes: Iterable[tuple[object, object]]) -> bool | None:
    """Whether another item will do, of what a shop's own fields say under the usual names; None where none says it."""
    usual = ("substitutes", "allowsubstitutes", "allowsubstitutions", "substitutionsallowed")
    said = [_says_yes(value) for name, value in attributes if _plain(name) in usual]
    return said[-1] if said else None


def _plain(name: object) -> str:
    return re.sub(r"[^a-z]", "", name.lower()) if isinstance(name, str) else ""


def _says_yes(value: object) -> bool:
    return value is True or text(value, 10).lower() in ("1", "yes", "true", "on")


def language_tag(value: object) -> str:
    """A language as ``de`` or ``pt-BR``; '' for what is none."""
    said = text(value, 16)
    return said if re.fullmatch(LANGUAGE, said) else ""


def moment(value: object, *, utc: bool = False) -> int:
    """A time in ISO 8601 as UTC milliseconds; one without an offset counts if it is said to be UTC; else 0."""
    try:
        at = dt.datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is None or (at.tzinfo is None and not utc):
            return 0
        return max(0, int((at if at.tzinfo else at.replace(tzinfo=dt.UTC)).timestamp() * 1000))
    except (ValueError, OverflowError):
        return 0


def units(value: object) -> int:
    """How many; NotAnOrder for what is no whole number that a line may have. Below nothing counts as nothing."""
    if isinstance(value, bool) or not isinstance(value, int) or value > MOST:
        raise NotAnOrder("a line has a whole quantity", field="quantity")
    return max(0, value)


def mapping(value: object) -> Mapping[str, Any]:
    """An object, or an empty one for whatever else stands there."""
    return value if isinstance(value, dict) else {}


def records(value: object, field: str) -> Sequence[Mapping[str, Any]]:
    """A list of objects; NotAnOrder for anything else, and for more lines than an order may have."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise NotAnOrder("a list of lines", field=field)
    if len(value) > MOST_LINES:
        raise NotAnOrder("so many lines have no order", field=field)
    return value


def gathered(lines: Iterable[tuple[str, str, int]]) -> tuple[dict[str, int], list[str]]:
    """Lines ``(sku, name, units)`` as units by SKU, and the names of goods without one."""
    wanted: Counter[str] = Counter()
    nameless: list[str] = []
    for sku, name, many in lines:
        if many and sku:
            wanted[sku] += many
        elif many:
            nameless.append(name)
    return dict(wanted), nameless
