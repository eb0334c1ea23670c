"""Documents as they are printed: the slip of a parcel, an invoice, and a sample of either for who edits a template.

The makers of documents are imported when they are first asked for: the barcode and PDF libraries are large.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pickface.db import row
from pickface.documents import invoices, template, templates
from pickface.documents.template import Template
from pickface.labels.documents import (
    Address,
    BilledLine,
    Invoice,
    PackingSlip,
    Parcel,
    SlipLine,
)
from pickface.labels.words import INVOICE_WORDS, SLIP_WORDS, day, language_of
from pickface.locations import settings
from pickface.orders import shipments

if TYPE_CHECKING:
    from pickface.labels.drawing import Sheet

_NAMES: Final = ("Łucja Müller-Ibáñez", ("ul. Długa 5/7", "00-238 Warszawa", "PL"))


def packing_slip(site_id: int, shipment_id: int) -> bytes:
    """The slip of a parcel, in the customer's language and by the site's template."""
    slip = shipments.packing_slip(site_id, shipment_id)
    rules = settings.of_site(site_id)
    language = language_of(slip.language, rules.document_language)
    slip = replace(
        slip, language=language, date=day(slip.date, language), currency=rules.value_currency
    )
    return _slip(site_id, slip, templates.of_site(site_id, "packing_slip", language), None)


def invoice(site_id: int, invoice_id: int) -> bytes:
    """An invoice, the same for ever."""
    from pickface.labels.invoice import invoice_pdf

    return invoice_pdf(*invoices.drawing(site_id, invoice_id))


def sample(
    site_id: int, document: str, language: str, wanted: Template, sheet: Sheet | None
) -> bytes:
    """A document of an order that there is not, by a template that is not kept yet; drawn on ``sheet``, or as PDF."""
    templates.check_known(document, language)
    wanted = template.check(document, wanted)
    site = row("SELECT name, address FROM site WHERE id = :id", id=site_id) or {}
    seller = Address(site["name"], tuple(site["address"].splitlines()))
    rules = settings.of_site(site_id)
    if document == "packing_slip":
        slip = PackingSlip(
            Parcel(
                seller, Address(*_NAMES), "PF0012345678PL", "340123450000000017", "1042", "Post"
            ),
            day("2026-11-30", language),
            (
                SlipLine("TEA-250", "Świeca & tea, 250 g", 2, 3, "L-7", price_minor=1290),
                SlipLine("MUG-RED", "Größe M, rot", 1, 1, price_minor=850),
            ),
            language=language,
            currency=rules.value_currency,
        )
        return _slip(site_id, slip, wanted, sheet)
    made = Invoice(
        f"{rules.invoice_prefix}1017",
        day("2026-11-30", language),
        "1042",
        seller,
        Address(*_NAMES),
        rules.value_currency,
        (
            BilledLine("TEA-250", "Świeca & tea, 250 g", 2, 1290, 700),
            BilledLine("MUG-RED", "Größe M, rot", 1, 850, 1900),
        ),
        rules.prices_with_tax,
        language,
    )
    return _sample_invoice(site_id, made, wanted, sheet)


def _sample_invoice(site_id: int, made: Invoice, wanted: Template, sheet: Sheet | None) -> bytes:
    from pickface.labels.invoice import invoice_pdf, total_minor

    _, logo = templates.logo(site_id)
    facts = invoices.facts_of(made, made.buyer.name, made.seller.name, total_minor(made))
    words = template.own_words(INVOICE_WORDS[made.language], wanted)
    return invoice_pdf(made, words, template.layout(wanted, facts, logo), sheet)


def _slip(site_id: int, slip: PackingSlip, wanted: Template, sheet: Sheet | None) -> bytes:
    from pickface.labels import pdf

    _, logo = templates.logo(site_id)
    facts = {
        "order": slip.parcel.order,
        "customer": slip.parcel.receiver.name,
        "date": slip.date,
        "site": slip.parcel.sender.name,
        "tracking": slip.parcel.tracking,
        "carrier": slip.parcel.carrier,
    }
    words = template.own_words(SLIP_WORDS[slip.language], wanted)
    return pdf.packing_slip(slip, words, template.layout(wanted, facts, logo), sheet)
