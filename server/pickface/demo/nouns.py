"""The shapes of a demo site. Times are offsets from the moment of loading; the rest is as the database keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from pickface.routing.floor import Segment, Stop


@dataclass(frozen=True, slots=True)
class DemoZone:
    """Part of the site; ``proof`` says how a line is proved there."""

    code: str
    name: str
    proof: str


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """A bin, dock or station; aisle, bay and level are empty for all but bins.

    ``walk_rank`` counts the bins along the way that snakes through all aisles; 0 for others.
    """

    code: str
    kind: str
    zone: str
    x_mm: int
    y_mm: int
    aisle: str = ""
    bay: str = ""
    level: str = ""
    walk_rank: int = 0
    max_weight_g: int = 0
    volume_mm3: int = 0

    def stop(self) -> Stop:
        """As routing knows it."""
        return Stop(self.code, self.x_mm, self.y_mm, self.aisle or None)


@dataclass(frozen=True, slots=True)
class DemoBarcode:
    """A printed code; ``key`` is what a scan of it is looked up by."""

    value: str
    qty: int
    pack: str

    @property
    def key(self) -> str:
        """GTINs as 14 digits, anything else in upper case."""
        return self.value.zfill(14) if self.value.isdigit() else self.value.upper()


@dataclass(frozen=True, slots=True)
class DemoItem:
    """Something stored and sold; ``rank`` 1 sells best, ``size_mm`` is length, width, height."""

    sku: str
    name: str
    category: str
    tracking: str
    zone: str
    abc: str
    rank: int
    weight_g: int
    size_mm: tuple[int, int, int]
    price_minor: int
    supplier: str
    barcodes: tuple[DemoBarcode, ...]

    @property
    def stands_upright(self) -> bool:
        """Whether it has a top: what could run out."""
        return self.category in {"food", "cosmetics"}

    @property
    def fragile(self) -> bool:
        """Whether nothing may stand on it."""
        return any(word in self.name.lower() for word in ("glass", "lamp", "led bulb"))

    @property
    def volume_mm3(self) -> int:
        """What one takes up on a shelf."""
        length, width, height = self.size_mm
        return length * width * height

    @property
    def case_qty(self) -> int:
        """How many come in the largest pack."""
        return max(barcode.qty for barcode in self.barcodes)


@dataclass(frozen=True, slots=True)
class DemoSupplier:
    """Who delivers, in how many days, and from which amount on."""

    code: str
    name: str
    email: str
    address: str
    lead_days: int
    min_order_minor: int = 0
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class DemoPurchaseLine:
    """How many of an item are on order, at which unit price."""

    sku: str
    qty: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class DemoPurchaseOrder:
    """Goods ordered so many days ago and expected in so many (negative: overdue)."""

    number: str
    supplier: str
    ordered_days_ago: int
    expected_in_days: int
    lines: tuple[DemoPurchaseLine, ...]


@dataclass(frozen=True, slots=True)
class DemoAddress:
    """Where a parcel goes."""

    customer: str
    street: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class DemoOrderLine:
    """How many of an item a customer wants, at which unit price."""

    sku: str
    qty: int
    price_minor: int


@dataclass(frozen=True, slots=True)
class DemoOrder:
    """An open order, placed so many minutes ago, to ship in so many (negative: late already)."""

    number: str
    channel: str
    priority: int
    placed_min_ago: int
    ship_in_min: int
    address: DemoAddress
    lines: tuple[DemoOrderLine, ...]


@dataclass(frozen=True, slots=True)
class DemoStock:
    """Opening stock of a bin. ``lot`` is empty for goods without one; a serial is a lot of one."""

    place: str
    sku: str
    qty: int
    lot: str = ""
    expires_in_days: int | None = None


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody with a badge and a PIN; ``login`` and ``password`` are empty for those without a desk."""

    name: str
    role: str
    badge: str
    pin: str
    login: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class DemoSite:
    """A whole warehouse; ``shortages`` says how many of which item are ordered but not there, on purpose."""

    code: str
    name: str
    timezone: str
    address: str
    zones: tuple[DemoZone, ...]
    segments: tuple[Segment, ...]
    places: tuple[DemoPlace, ...]
    items: tuple[DemoItem, ...]
    suppliers: tuple[DemoSupplier, ...]
    purchase_orders: tuple[DemoPurchaseOrder, ...]
    orders: tuple[DemoOrder, ...]
    stock: tuple[DemoStock, ...]
    people: tuple[DemoPerson, ...]
    totes: tuple[str, ...]
    labels: tuple[str, ...]
    shortages: dict[str, int]
