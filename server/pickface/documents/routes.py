"""Documents over HTTP: templates and how they look, packing slips, invoices."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from pickface.contract import Listing, page
from pickface.db import command
from pickface.documents import invoices, papers, templates
from pickface.documents.forms import (
    InvoiceOut,
    InvoicesOut,
    LogoOut,
    TemplateChangesOut,
    TemplateForm,
    TemplateOut,
    TemplatesOut,
)
from pickface.documents.template import Template
from pickface.people import sessions

blueprint = APIBlueprint("documents", __name__, url_prefix="/api/v1", tag="Documents")
_REFUSED = {
    404: "No such document",
    422: "It could not be printed: a placeholder, column or word that is unknown",
}


@blueprint.get("/documents")
@blueprint.output(TemplatesOut)
def list_templates() -> dict[str, Any]:
    """List every document in every language, as the site has it."""
    site_id = sessions.me().site_id
    return {"items": templates.list_templates(site_id), "logo": bool(templates.logo(site_id)[1])}


@blueprint.put("/documents/<document>/<language>")
@blueprint.input(TemplateForm)
@blueprint.output(TemplateOut)
@blueprint.doc(responses=_REFUSED)
def put_template(document: str, language: str, json_data: TemplateForm) -> dict[str, Any]:
    """Keep a template; what was before is on record."""
    me = sessions.me()
    wanted = _template(json_data)
    command(lambda tx: templates.put(tx, me.site_id, me.id, document, language, wanted))
    return templates.show(me.site_id, document, language)


@blueprint.post("/documents/<document>/<language>/preview.svg")
@blueprint.input(TemplateForm)
@blueprint.doc(responses={200: "The first page as a drawing", **_REFUSED})
def preview_svg(document: str, language: str, json_data: TemplateForm) -> Response:
    """Draw how a document would look, for a screen."""
    from pickface.labels.drawing import A4_MM
    from pickface.labels.svg import Drawing

    drawn = papers.sample(
        sessions.me().site_id, document, language, _template(json_data), Drawing(A4_MM)
    )
    return _file(drawn, "image/svg+xml")


@blueprint.post("/documents/<document>/<language>/preview.pdf")
@blueprint.input(TemplateForm)
@blueprint.doc(responses={200: "The document", **_REFUSED})
def preview_pdf(document: str, language: str, json_data: TemplateForm) -> Response:
    """Print how a document would look."""
    me = sessions.me()
    return _file(papers.sample(me.site_id, document, language, _template(json_data), None))


@blueprint.put("/documents/logo")
@blueprint.output(LogoOut)
@blueprint.doc(responses={422: "It is no PNG or JPEG, or too large"})
def put_logo() -> dict[str, Any]:
    """Keep the request's body, a PNG or JPEG, as the logo; an empty one is none from now on."""
    me = sessions.me()
    content = request.get_data(cache=False)
    if content:
        content = templates.check_logo(content)
    command(lambda tx: templates.put_logo(tx, me.site_id, me.id, content))
    return {"logo": bool(content)}


@blueprint.get("/documents/history")
@blueprint.input(Listing, location="query")
@blueprint.output(TemplateChangesOut)
def templates_history(query_data: Listing) -> dict[str, Any]:
    """List who changed what of the documents, newest first; nobody can change that list."""
    found = templates.history(sessions.me().site_id, query_data.cursor, query_data.limit)
    return page(found, query_data.limit)


@blueprint.get("/shipments/<int:shipment_id>/packing-slip.pdf")
def packing_slip(shipment_id: int) -> Response:
    """Print the packing slip, A4, in the customer's language."""
    return _file(papers.packing_slip(sessions.me().site_id, shipment_id))


@blueprint.post("/orders/<int:order_id>/invoices")
@blueprint.output(InvoiceOut, status_code=201)
@blueprint.doc(responses={404: "No such order", 409: "Nothing was shipped, or nothing has a price"})
def make_invoice(order_id: int) -> Any:
    """Bill what was shipped and is on no invoice yet; where nothing is, the latest invoice is answered (200)."""
    me = sessions.me()
    made, new = command(lambda tx: invoices.make(tx, me.site_id, order_id, me.id))
    return invoices.show(me.site_id, made), 201 if new else 200


@blueprint.get("/orders/<int:order_id>/invoices")
@blueprint.output(InvoicesOut)
def list_invoices(order_id: int) -> dict[str, Any]:
    """List the invoices of an order."""
    return {"items": invoices.list_of_order(sessions.me().site_id, order_id)}


@blueprint.get("/invoices/<int:invoice_id>/invoice.pdf")
def show_invoice(invoice_id: int) -> Response:
    """Print an invoice, A4: the same for ever."""
    return _file(papers.invoice(sessions.me().site_id, invoice_id))


def _template(form: TemplateForm) -> Template:
    return Template(tuple(form.columns), form.head, form.foot, form.words, form.logo)


def _file(content: bytes, mimetype: str = "application/pdf") -> Response:
    return Response(content, mimetype=mimetype, headers={"Cache-Control": "private, no-store"})
