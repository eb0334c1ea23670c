"""The address of an order, as a desk mends it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from pickface.contract import Answer, Form, Line


class AddressForm(Form):
    """The whole address."""

    customer: Annotated[Line, Field(max_length=120)]
    street: Annotated[Line, Field(max_length=160)]
    postcode: Annotated[Line, Field(max_length=20)]
    city: Annotated[Line, Field(max_length=80)]
    country: Annotated[Line, Field(max_length=60)]


class AddressFaultOut(Answer):
    """What cannot be right: a ``field`` that is ``missing`` or ``too_long``, or a ``postcode`` that is not as that
    country's look (``example``).
    """

    field: str
    fault: str
    example: str
