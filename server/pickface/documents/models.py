"""The records of documents: templates, logos, and invoices, which never change."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pickface.db import Base, Id, Millis


class DocumentTemplate(Base):
    """What a site has said of a document in a language; without a row it is printed as it comes."""

    __tablename__ = "document_template"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    document: Mapped[str] = mapped_column(sa.String(20))
    language: Mapped[str] = mapped_column(sa.String(8))
    body: Mapped[str] = mapped_column(sa.Text)
    """JSON of :class:`pickface.documents.template.Template`."""
    __table_args__ = (
        sa.UniqueConstraint("site_id", "document", "language", name="document_template_one"),
    )


class DocumentLogo(Base):
    """A logo of a site; the latest is printed, '' is none. Append-only: an invoice keeps the one it was made with."""

    __tablename__ = "document_logo"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[str] = mapped_column(sa.Text)
    """Base64 of a PNG or JPEG."""
    __table_args__ = (
        sa.Index("document_logo_site", "site_id", "id"),
        sa.Index("document_logo_of", "site_id", "sha256"),
    )


class InvoiceSeries(Base):
    """The last number that a site has given to an invoice: taken as it is made, so none is missing."""

    __tablename__ = "invoice_series"
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"), primary_key=True)
    last: Mapped[int] = mapped_column(Id)


class Invoice(Base):
    """What was shipped of an order and is to be paid, with every word that stands on it. Append-only."""

    __tablename__ = "invoice"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    site_id: Mapped[int] = mapped_column(sa.ForeignKey("site.id"))
    order_id: Mapped[int] = mapped_column(sa.ForeignKey("orders.id"))
    number: Mapped[int] = mapped_column(Id)
    code: Mapped[str] = mapped_column(sa.String(60))
    """The number as it is printed, with the site's prefix of that day."""
    made_at: Mapped[int] = mapped_column(Millis)
    person_id: Mapped[int | None] = mapped_column(Id)
    total_minor: Mapped[int] = mapped_column(sa.BigInteger)
    currency: Mapped[str] = mapped_column(sa.String(3))
    body: Mapped[str] = mapped_column(sa.Text)
    """JSON: its content, words and layout."""
    __table_args__ = (
        sa.UniqueConstraint("site_id", "number", name="invoice_number"),
        sa.Index("invoice_order", "order_id"),
    )
