"""What is printed, as plain values. Sizes, fonts and printer languages are not known here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """A name and the lines below it, as the post wants them; empty lines are left out in print."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parcel:
    """A closed carton on its way to somebody; ``plate`` is its licence plate, an SSCC where the house has a prefix."""

    sender: Address
    receiver: Address
    tracking: str
    plate: str
    order: str
    carrier: str = ""
    weight_g: int = 0
    tracking_url: str = ""
    """Where its way is seen, if its carrier says so."""


@dataclass(frozen=True)
class SlipLine:
    """One line of a packing slip; ``ordered`` − ``shipped`` is still to come or was given up."""

    sku: str
    name: str
    shipped: int
    ordered: int
    lot: str = ""
    kit: bool = False
    """The customer's kit: what follows as ``part`` lies in the parcel for it, and is not counted twice."""
    part: bool = False
    price_minor: int | None = None
    """Of one unit; printed only where the house has a column of prices."""
    instead_of: str = ""
    """What was ordered, by its name, where another item is sent for it."""


@dataclass(frozen=True)
class PackingSlip:
    """What lies in the parcel and what does not; ``date`` is written in the site's own way already."""

    parcel: Parcel
    date: str
    lines: tuple[SlipLine, ...]
    note: str = ""
    language: str = "en"
    currency: str = "EUR"
    gift: bool = False
    """No prices, whatever the house prints otherwise."""
    gift_note: str = ""


@dataclass(frozen=True)
class BilledLine:
    """One line of an invoice; ``tax_bp`` is its tax rate in hundredths of a percent, None where nobody has said."""

    sku: str
    name: str
    qty: int
    price_minor: int
    tax_bp: int | None = None

    @property
    def amount_minor(self) -> int:
        """What the line costs."""
        return self.qty * self.price_minor


@dataclass(frozen=True)
class Invoice:
    """What was shipped and is to be paid; ``gross``: the prices hold their tax already. ``date`` is written out."""

    number: str
    date: str
    order: str
    seller: Address
    buyer: Address
    currency: str
    lines: tuple[BilledLine, ...]
    gross: bool = True
    language: str = "en"


@dataclass(frozen=True)
class Layout:
    """What a house has said of a document beside its words: lines at head and foot, columns, its logo (PNG or JPEG)."""

    columns: tuple[str, ...]
    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    logo: bytes = b""


@dataclass(frozen=True)
class Badge:
    """A person's badge; ``code`` is what the scanner reads."""

    name: str
    code: str
    role: str = ""


@dataclass(frozen=True)
class BinLabel:
    """A bin's label: the code as scanned, and its parts as people read them, aisle first."""

    code: str
    aisle: str = ""
    bay: str = ""
    level: str = ""
    zone: str = ""


@dataclass(frozen=True)
class ItemLabel:
    """A label for an item that has no barcode of its own that reads, or for its shelf."""

    sku: str
    name: str
    code: str


@dataclass(frozen=True)
class Plate:
    """A container's label: tote, carton or pallet."""

    code: str
    kind: str = ""


@dataclass(frozen=True)
class Command:
    """A printed button: scanned with gloves on instead of tapped."""

    code: str
    words: str


@dataclass(frozen=True)
class Words:
    """The fixed words of the documents, in the reader's language; English unless told."""

    sender: str = "From"
    receiver: str = "To"
    order: str = "Order"
    tracking: str = "Tracking number"
    plate: str = "Licence plate (SSCC)"
    packing_slip: str = "Packing slip"
    item: str = "Item"
    name: str = "Name"
    lot: str = "Lot"
    shipped: str = "In this parcel"
    ordered: str = "Ordered"
    page: str = "Page"
    units: str = "units"
    commands: str = "Scan instead of tapping"
    price: str = "Price"
    gift_note: str = "A note for you"
    instead_of: str = "instead of"


@dataclass(frozen=True)
class InvoiceWords:
    """The fixed words of an invoice, in the reader's language; English unless told."""

    title: str = "Invoice"
    seller: str = "Seller"
    buyer: str = "Bill to"
    order: str = "Order"
    date: str = "Date"
    item: str = "Item"
    name: str = "Name"
    qty: str = "Quantity"
    price: str = "Price"
    tax: str = "Tax"
    amount: str = "Amount"
    net: str = "Net"
    total: str = "Total"
    untaxed: str = "No tax rate was told for this order."
    page: str = "Page"


@dataclass(frozen=True)
class BoughtLine:
    """One line; ``packs`` is how many packs of ``pack_qty`` that is, 0 where it is no whole number of them."""

    number: int
    supplier_code: str
    sku: str
    barcode: str
    name: str
    qty: int
    pack_qty: int
    price_minor: int
    expected_on: str = ""

    @property
    def packs(self) -> int:
        """Whole packs; 0 where the quantity is no multiple, or a pack is one."""
        return (
            self.qty // self.pack_qty if self.pack_qty > 1 and self.qty % self.pack_qty == 0 else 0
        )


@dataclass(frozen=True)
class Purchase:
    """What is ordered from whom, to where; days are ISO, prices of one unit in minor units of the currency."""

    number: str
    buyer: Address
    supplier: Address
    ordered_on: str
    expected_on: str
    currency: str
    lines: tuple[BoughtLine, ...]

    @property
    def amount_minor(self) -> int:
        """What it costs."""
        return sum(line.qty * line.price_minor for line in self.lines)


@dataclass(frozen=True)
class Deviant:
    """Units of an item (or under a code that nobody knows) that differ from the order; ``code`` may be a lot."""

    kind: str
    supplier_code: str
    sku: str
    name: str
    code: str
    qty: int
    on: str


@dataclass(frozen=True)
class Report:
    """All that came otherwise of one purchase order; days are ISO."""

    number: str
    reference: str
    buyer: Address
    supplier: Address
    ordered_on: str
    lines: tuple[Deviant, ...]


@dataclass(frozen=True)
class PurchaseWords:
    """The fixed words, in the reader's language; English unless told."""

    title: str = "Purchase order"
    supplier: str = "Supplier"
    deliver_to: str = "Deliver to"
    ordered: str = "Ordered"
    expected: str = "Wanted by"
    item: str = "Your code"
    ours: str = "Our code"
    name: str = "Name"
    qty: str = "Quantity"
    price: str = "Price"
    amount: str = "Amount"
    total: str = "Total"
    page: str = "Page"


ENGLISH = Words()
PURCHASE_ENGLISH = PurchaseWords()
INVOICE_ENGLISH = InvoiceWords()
SLIP_LAYOUT = Layout(("item", "name", "lot", "shipped", "ordered"))
INVOICE_LAYOUT = Layout(("item", "name", "qty", "price", "tax", "amount"))
