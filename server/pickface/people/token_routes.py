"""API tokens over HTTP: listing, making, revoking. No token may do that itself."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import current_app

from pickface.contract import bad_field
from pickface.db import command
from pickface.engine import engine
from pickface.people import bearers, permissions, sessions, tokens
from pickface.people.token_forms import (
    ScopesOut,
    TokenForm,
    TokenMade,
    TokenRow,
    TokensOut,
    TokensQuery,
)

blueprint = APIBlueprint("tokens", __name__, url_prefix="/api/v1/tokens", tag="Tokens")


@blueprint.get("")
@blueprint.input(TokensQuery, location="query")
@blueprint.output(TokensOut)
def list_tokens(query_data: TokensQuery) -> dict[str, Any]:
    """List the software that is or was let in."""
    return tokens.list_tokens(sessions.me().site_id, query_data.cursor, query_data.limit)


@blueprint.get("/scopes")
@blueprint.output(ScopesOut)
def list_scopes() -> dict[str, Any]:
    """List the endpoints that a token may have, in the permission table's words."""
    reading = {
        rule.endpoint for rule in current_app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    return {
        "items": [
            {
                "name": name,
                "roles": sorted(permissions.TABLE[name]),
                "reads": name in reading,
                "says": _says(name),
            }
            for name in sorted(permissions.for_software())
        ]
    }


def _says(endpoint: str) -> str:
    return (current_app.view_functions[endpoint].__doc__ or "").strip().split("\n")[0]


@blueprint.post("")
@blueprint.input(TokenForm)
@blueprint.output(TokenMade, status_code=201)
@blueprint.doc(responses={422: "An endpoint is none that the role may use"})
def make_token(json_data: TokenForm) -> dict[str, Any]:
    """Let software in; its token is answered this once."""
    allowed = permissions.for_software()
    for name in json_data.scopes:
        if name not in allowed or json_data.role not in permissions.TABLE[name]:
            raise bad_field("scopes", f"a {json_data.role}'s token cannot have {name}", scope=name)
    me, signer, secret = sessions.me(), engine().signer, tokens.new_secret()
    by = {"id": me.id, "site_id": me.site_id}
    made = command(lambda tx: tokens.make(tx, signer, by, json_data, secret))
    return {**tokens.token_row(me.site_id, made), "token": secret}


@blueprint.post("/<int:token_id>/revoke")
@blueprint.output(TokenRow)
@blueprint.doc(responses={404: "No such token"})
def revoke_token(token_id: int) -> dict[str, Any]:
    """Let software in no more, at once here and within ten seconds at other processes."""
    me, signer = sessions.me(), engine().signer
    by = {"id": me.id, "site_id": me.site_id}
    command(lambda tx: tokens.revoke(tx, signer, by, token_id))
    bearers.forget()
    return tokens.token_row(me.site_id, token_id)
