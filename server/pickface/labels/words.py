"""The fixed words of what a customer gets, in the customer's language.

Languages are those whose letters the fonts have. Arabic is not among them: its letters are in none of the fonts, and
nothing here joins them or turns their lines; such a customer gets the site's own language.
"""

from __future__ import annotations

from typing import Final

from pickface.labels.documents import ENGLISH, INVOICE_ENGLISH, InvoiceWords, Words

LANGUAGES: Final = ("en", "de", "es", "pl", "pt")

SLIP_WORDS: Final[dict[str, Words]] = {
    "en": ENGLISH,
    "de": Words(
        sender="Von",
        receiver="An",
        order="Bestellung",
        tracking="Sendungsnummer",
        plate="Packstück (SSCC)",
        packing_slip="Lieferschein",
        item="Artikel",
        name="Bezeichnung",
        lot="Charge",
        shipped="In diesem Paket",
        ordered="Bestellt",
        page="Seite",
        units="Stück",
        price="Preis",
        gift_note="Ein Gruß für Sie",
        instead_of="anstelle von",
    ),
    "es": Words(
        sender="De",
        receiver="Para",
        order="Pedido",
        tracking="Número de seguimiento",
        plate="Matrícula (SSCC)",
        packing_slip="Albarán",
        item="Artículo",
        name="Descripción",
        lot="Lote",
        shipped="En este paquete",
        ordered="Pedido",
        page="Página",
        units="unidades",
        price="Precio",
        gift_note="Un mensaje para usted",
        instead_of="en lugar de",
    ),
    "pl": Words(
        sender="Nadawca",
        receiver="Odbiorca",
        order="Zamówienie",
        tracking="Numer przesyłki",
        plate="Numer nośnika (SSCC)",
        packing_slip="Lista zawartości",
        item="Towar",
        name="Nazwa",
        lot="Partia",
        shipped="W tej paczce",
        ordered="Zamówiono",
        page="Strona",
        units="szt.",
        price="Cena",
        gift_note="Wiadomość dla Ciebie",
        instead_of="zamiast",
    ),
    "pt": Words(
        sender="De",
        receiver="Para",
        order="Encomenda",
        tracking="Número de seguimento",
        plate="Matrícula (SSCC)",
        packing_slip="Guia de remessa",
        item="Artigo",
        name="Descrição",
        lot="Lote",
        shipped="Neste volume",
        ordered="Encomendado",
        page="Página",
        units="unidades",
        price="Preço",
        gift_note="Uma mensagem para si",
        instead_of="em vez de",
    ),
}
INVOICE_WORDS: Final[dict[str, InvoiceWords]] = {
    "en": INVOICE_ENGLISH,
    "de": InvoiceWords(
        title="Rechnung",
        seller="Verkäufer",
        buyer="Rechnung an",
        order="Bestellung",
        date="Datum",
        item="Artikel",
        name="Bezeichnung",
        qty="Menge",
        price="Preis",
        tax="Steuer",
        amount="Betrag",
        net="Netto",
        total="Gesamt",
        untaxed="Zu dieser Bestellung ist kein Steuersatz angegeben.",
        page="Seite",
    ),
    "es": InvoiceWords(
        title="Factura",
        seller="Vendedor",
        buyer="Facturar a",
        order="Pedido",
        date="Fecha",
        item="Artículo",
        name="Descripción",
        qty="Cantidad",
        price="Precio",
        tax="Impuesto",
        amount="Importe",
        net="Base",
        total="Total",
        untaxed="Para este pedido no se indicó ningún tipo impositivo.",
        page="Página",
    ),
    "pl": InvoiceWords(
        title="Faktura",
        seller="Sprzedawca",
        buyer="Nabywca",
        order="Zamówienie",
        date="Data",
        item="Towar",
        name="Nazwa",
        qty="Ilość",
        price="Cena",
        tax="Podatek",
        amount="Kwota",
        net="Netto",
        total="Razem",
        untaxed="Dla tego zamówienia nie podano stawki podatku.",
        page="Strona",
    ),
    "pt": InvoiceWords(
        title="Fatura",
        seller="Vendedor",
        buyer="Faturar a",
        order="Encomenda",
        date="Data",
        item="Artigo",
        name="Descrição",
        qty="Quantidade",
        price="Preço",
        tax="Imposto",
        amount="Valor",
        net="Base",
        total="Total",
        untaxed="Para esta encomenda não foi indicada nenhuma taxa de imposto.",
        page="Página",
    ),
}


def language_of(*wanted: str) -> str:
    """The first of these languages (``de``, ``de-AT``) that documents are written in; English where none is."""
    for one in wanted:
        plain = one.replace("_", "-").partition("-")[0].lower()
        if plain in LANGUAGES:
            return plain
    return "en"


def day(iso: str, language: str) -> str:
    """A day (YYYY-MM-DD) as a language writes it."""
    year, month, date = iso.split("-")
    if language in ("de", "pl"):
        return f"{date}.{month}.{year}"
    return iso if language == "en" else f"{date}/{month}/{year}"


def decimal(text: str, language: str) -> str:
    """A decimal number (1234.5) with a language's decimal sign."""
    return text if language == "en" else text.replace(".", ",")
