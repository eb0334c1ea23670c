"""EasyPost: one API for the labels of many carriers.

A parcel is told first (``/v2/shipments``, which costs nothing and answers the rates), and paid for afterwards by its id
(``/buy``); of one shipment postage is bought once. What is relied on, page by page: docs/design.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from pickface.postage import asking
from pickface.postage.interface import (
    STATES,
    Account,
    Bought,
    NoWay,
    Opened,
    Paper,
    Post,
    Quote,
    ServiceAway,
    ServiceRefused,
    Wanted,
)

ADDRESS: Final = "https://api.easypost.com"
GRAMS_AN_OUNCE: Final = Decimal("28.349523125")
_URLS: Final = {"PDF": "label_pdf_url", "ZPL": "label_zpl_url"}


class EasyPost:
    """The service at an address: the real one, or what stands in for it in a test."""

    def __init__(self, address: str = ADDRESS) -> None:
        self._base = address.rstrip("/") + "/v2"

    def rate(self, account: Account, wanted: Wanted) -> Opened:
        """Tell it of a parcel; the ways that take it, the cheapest first. NoWay where none does."""
        told = {
            "reference": wanted.reference,
            "from_address": _address(account.sender),
            "to_address": _address(wanted.receiver),
            "parcel": {"weight": ounces(wanted.weight_g)},
            "options": {"label_format": account.format},
        }
        answer = self._ask(account, "POST", "/shipments", {"shipment": told})
        quotes = [quote for one in _list(answer, "rates") if (quote := _quote(one)) is not None]
        wished = [one for one in quotes if _is_wished(one.way, account.ways)]
        if not wished:
            raise NoWay("no way takes the parcel", said=_messages(answer))
        cheapest = sorted(wished, key=lambda one: (one.price_minor, one.way))
        return Opened(_text(answer, "id"), tuple(cheapest))

    def label(self, account: Account, opened_id: str, quote_id: str) -> Bought:
        """Buy the label."""
        answer = self._ask(
            account, "POST", f"/shipments/{opened_id}/buy", {"rate": {"id": quote_id}}
        )
        found = _bought(answer)
        if found is None:
            raise ServiceAway("it is not bought yet", said=_messages(answer))
        return found

    def bought(self, account: Account, opened_id: str) -> Bought | None:
        """The label of a parcel, if it was bought."""
        return _bought(self._ask(account, "GET", f"/shipments/{opened_id}"))

    def fetch(self, url: str) -> bytes:
        """The bytes of a label or manifest: an address that is good for whoever has it."""
        return asking.download(self._base, url)

    def manifest(self, account: Account, opened_ids: Sequence[str], known_id: str) -> Paper:
        """A ScanForm. A shipment stands on one alone, so one that its shipments stand on already is taken."""
        found = known_id or self._form_of(account, opened_ids[0])
        if found:
            answer = self._ask(account, "GET", f"/scan_forms/{found}")
        else:
            told = {"shipments": [{"id": one} for one in opened_ids]}
            answer = self._ask(account, "POST", "/scan_forms", told)
        if answer.get("status") == "failed":
            raise ServiceRefused("the form failed", said=str(answer.get("message") or "")[:300])
        return Paper(_text(answer, "id"), str(answer.get("form_url") or ""))

    def _form_of(self, account: Account, opened_id: str) -> str:
        form = self._ask(account, "GET", f"/shipments/{opened_id}").get("scan_form")
        return str(form.get("id") or "") if isinstance(form, dict) else ""

    def track(self, account: Account, opened_id: str) -> str:
        """How far a parcel is."""
        tracker = self._ask(account, "GET", f"/shipments/{opened_id}").get("tracker")
        state = str(tracker.get("status")) if isinstance(tracker, dict) else "unknown"
        return state if state in STATES else "unknown"

    def _ask(
        self, account: Account, verb: str, path: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        answer = asking.ask(self._base, account.key, verb, path, body)
        if not isinstance(answer, dict):
            raise ServiceAway("the answer is no object", said="")
        return answer


def ounces(weight_g: int) -> float:
    """Grams as the ounces that parcels are told in, to a tenth, rounded up: never less than it weighs."""
    tenths = -(-Decimal(max(weight_g, 1)) * 10 // GRAMS_AN_OUNCE)
    return float(max(tenths, Decimal(1)) / 10)


def _address(post: Post) -> dict[str, str]:
    told = {
        "name": post.name,
        "street1": post.street,
        "city": post.city,
        "state": post.state,
        "zip": post.postcode,
        "country": post.country,
        "phone": post.phone,
    }
    return {name: value for name, value in told.items() if value}


def _quote(rate: Any) -> Quote | None:
    if not isinstance(rate, dict):
        return None
    price = minor(rate.get("rate"))
    way = f"{rate.get('carrier', '')} {rate.get('service', '')}".strip()
    if price is None or not rate.get("id"):
        return None
    return Quote(str(rate["id"]), way[:80], price, str(rate.get("currency") or "")[:3])


def minor(amount: Any) -> int | None:
    """``"5.93"`` as 593; None for what is no amount."""
    try:
        return int((Decimal(str(amount)) * 100).to_integral_value())
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _is_wished(way: str, ways: Sequence[str]) -> bool:
    """``UPS`` wishes for all of UPS, ``UPS Ground`` for that alone."""
    said = way.casefold()
    return not ways or any(
        said == one.casefold() or said.startswith(f"{one.casefold()} ") for one in ways
    )


def _bought(answer: dict[str, Any]) -> Bought | None:
    label, rate = answer.get("postage_label"), _quote(answer.get("selected_rate"))
    tracking = str(answer.get("tracking_code") or "")
    if not isinstance(label, dict) or not tracking:
        return None
    tracker = answer.get("tracker")
    options = answer.get("options")
    wished = str(options.get("label_format") or "PDF") if isinstance(options, dict) else "PDF"
    # The form that was asked for stands under ``label_url``; one that was made of it later under its own name.
    url = label.get(_URLS.get(wished, "")) or label.get("label_url") or ""
    return Bought(
        tracking=tracking[:60],
        tracking_url=_link(tracker.get("public_url") if isinstance(tracker, dict) else ""),
        paper_url=str(url),
        format=wished if wished in _URLS else "PDF",
        price_minor=rate.price_minor if rate else 0,
        currency=rate.currency if rate else "",
        way=rate.way if rate else "",
    )


def _link(url: Any) -> str:
    """An address that a page may link to, or ''."""
    text = str(url or "")
    return text if text.startswith(("https://", "http://")) and len(text) <= 300 else ""


def _messages(answer: dict[str, Any]) -> str:
    told = [
        f"{one.get('carrier', '')}: {one.get('message', '')}"
        for one in _list(answer, "messages")
        if isinstance(one, dict)
    ]
    return "; ".join(dict.fromkeys(told))[:300]


def _list(answer: dict[str, Any], name: str) -> list[Any]:
    found = answer.get(name)
    return found if isinstance(found, list) else []


def _text(answer: dict[str, Any], name: str) -> str:
    found = answer.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= 80:
        raise ServiceAway("the answer has no id", said="")
    return found
