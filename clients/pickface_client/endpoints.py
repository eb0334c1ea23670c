"""Generated from the OpenAPI document by ``python -m clients.make_python``; do not edit.

Each method is an operation under the permission table's name for it. Fields that are not given are left out.
"""

from __future__ import annotations

from typing import Any

from pickface_client.transport import LEFT_OUT, Transport, new_key, quoted


class Part:
    """What one folder of the server does."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport


class Alerts(Part):
    """Alerts."""

    def acknowledge_alert(self, alert_id: int, *, idempotency_key: str | None = None) -> Any:
        """Say that somebody knows: it is counted no more until it recovered."""
        return self._transport.ask(
            "POST",
            f"/api/v1/stock-alerts/{quoted(alert_id)}/acknowledge",
            body={},
            key=idempotency_key or new_key(),
        )

    def change_rule(
        self,
        rule_id: int,
        *,
        name: str,
        abc: str = LEFT_OUT,
        active: bool = LEFT_OUT,
        covers: str = LEFT_OUT,
        emails: list[str] = LEFT_OUT,
        item: int | str | None = LEFT_OUT,
        level: str = LEFT_OUT,
        measure: str = LEFT_OUT,
        recover_pct: int = LEFT_OUT,
        roles: list[str] = LEFT_OUT,
        under: int = LEFT_OUT,
        within_days: int = LEFT_OUT,
    ) -> Any:
        """Let a rule be as told; what was found by another measure or level is over."""
        return self._transport.ask(
            "PUT",
            f"/api/v1/stock-rules/{quoted(rule_id)}",
            body={
                "abc": abc,
                "active": active,
                "covers": covers,
                "emails": emails,
                "item": item,
                "level": level,
                "measure": measure,
                "name": name,
                "recover_pct": recover_pct,
                "roles": roles,
                "under": under,
                "within_days": within_days,
            },
        )

    def end_rule(self, rule_id: int) -> Any:
        """End a rule and its alerts, for good."""
        return self._transport.ask("DELETE", f"/api/v1/stock-rules/{quoted(rule_id)}")

    def list_alerts(
        self,
        *,
        state: str = LEFT_OUT,
        rule: int | None = LEFT_OUT,
        q: str = LEFT_OUT,
        sort: str = LEFT_OUT,
        descending: bool = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str | None = LEFT_OUT,
    ) -> Any:
        """List the items that rules found low."""
        return self._transport.ask(
            "GET",
            "/api/v1/stock-alerts",
            query={
                "state": state,
                "rule": rule,
                "q": q,
                "sort": sort,
                "descending": descending,
                "limit": limit,
                "cursor": cursor,
            },
        )

    def list_rules(self) -> Any:
        """List what is held to be low, and who is told."""
        return self._transport.ask("GET", "/api/v1/stock-rules")

    def make_rule(
        self,
        *,
        name: str,
        abc: str = LEFT_OUT,
        active: bool = LEFT_OUT,
        covers: str = LEFT_OUT,
        emails: list[str] = LEFT_OUT,
        item: int | str | None = LEFT_OUT,
        level: str = LEFT_OUT,
        measure: str = LEFT_OUT,
        recover_pct: int = LEFT_OUT,
        roles: list[str] = LEFT_OUT,
        under: int = LEFT_OUT,
        within_days: int = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make a rule; everything that it covers is looked at behind the answer."""
        return self._transport.ask(
            "POST",
            "/api/v1/stock-rules",
            body={
                "abc": abc,
                "active": active,
                "covers": covers,
                "emails": emails,
                "item": item,
                "level": level,
                "measure": measure,
                "name": name,
                "recover_pct": recover_pct,
                "roles": roles,
                "under": under,
                "within_days": within_days,
            },
            key=idempotency_key or new_key(),
        )

    def rule_history(self, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT) -> Any:
        """List who changed which rule from what to what, newest first."""
        return self._transport.ask(
            "GET", "/api/v1/stock-rules/history", query={"limit": limit, "cursor": cursor}
        )

    def snooze_alert(
        self, alert_id: int, *, days: int = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Put an alert off: it is counted again after so many days."""
        return self._transport.ask(
            "POST",
            f"/api/v1/stock-alerts/{quoted(alert_id)}/snooze",
            body={"days": days},
            key=idempotency_key or new_key(),
        )

    def wake_alert(self, alert_id: int, *, idempotency_key: str | None = None) -> Any:
        """Count an alert again, as if nobody had seen it."""
        return self._transport.ask(
            "POST",
            f"/api/v1/stock-alerts/{quoted(alert_id)}/wake",
            body={},
            key=idempotency_key or new_key(),
        )


class Archive(Part):
    """Archive."""

    def download_site(self) -> Any:
        """Save the whole site as one archive: what is set up, documents, stock and what it cost;
        people without secrets."""
        return self._transport.ask("GET", "/api/v1/site/archive")

    def show_outlook(self) -> Any:
        """Show what is under way and would not come over as it stands, and whether an archive
        could be brought in here."""
        return self._transport.ask("GET", "/api/v1/site/archive/outlook")


class Carriers(Part):
    """Carriers."""

    def change_carrier(
        self,
        carrier_id: int,
        *,
        active: bool | None = LEFT_OUT,
        cut_off: str | None = LEFT_OUT,
        name: str | None = LEFT_OUT,
    ) -> Any:
        """Change a carrier, or take it out of use."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/carriers/{quoted(carrier_id)}",
            body={"active": active, "cut_off": cut_off, "name": name},
        )

    def choose_carrier(
        self, shipment_id: int, *, carrier: str, idempotency_key: str | None = None
    ) -> Any:
        """Give a closed parcel to another carrier; its label is to be printed anew."""
        return self._transport.ask(
            "POST",
            f"/api/v1/shipments/{quoted(shipment_id)}/carrier",
            body={"carrier": carrier},
            key=idempotency_key or new_key(),
        )

    def create_carrier(
        self, *, code: str, name: str, cut_off: str = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Make a carrier."""
        return self._transport.ask(
            "POST",
            "/api/v1/carriers",
            body={"code": code, "cut_off": cut_off, "name": name},
            key=idempotency_key or new_key(),
        )

    def list_carriers(self) -> Any:
        """List carriers, and how many parcels wait for each."""
        return self._transport.ask("GET", "/api/v1/carriers")

    def list_rates(self, carrier_id: int) -> Any:
        """List what a carrier wants, by country and weight."""
        return self._transport.ask("GET", f"/api/v1/carriers/{quoted(carrier_id)}/rates")

    def manifest_csv(self, *, day: str, carrier: str = LEFT_OUT) -> Any:
        """The same as a table."""
        return self._transport.ask(
            "GET", "/api/v1/carriers/manifest.csv", query={"carrier": carrier, "day": day}
        )

    def manifest_pdf(self, *, day: str, carrier: str = LEFT_OUT) -> Any:
        """The same on paper, A4, to be signed by the driver."""
        return self._transport.ask(
            "GET", "/api/v1/carriers/manifest.pdf", query={"carrier": carrier, "day": day}
        )

    def say_rate(
        self,
        carrier_id: int,
        *,
        max_weight_g: int,
        price_minor: int,
        country: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Say what a parcel up to a weight costs to a country; said again, it is changed."""
        return self._transport.ask(
            "POST",
            f"/api/v1/carriers/{quoted(carrier_id)}/rates",
            body={"country": country, "max_weight_g": max_weight_g, "price_minor": price_minor},
            key=idempotency_key or new_key(),
        )

    def show_manifest(self, *, day: str, carrier: str = LEFT_OUT) -> Any:
        """Show what a carrier took away on a day."""
        return self._transport.ask(
            "GET", "/api/v1/carriers/manifest", query={"carrier": carrier, "day": day}
        )

    def take_rate_away(self, carrier_id: int, rate_id: int) -> Any:
        """Take a rate away."""
        return self._transport.ask(
            "DELETE", f"/api/v1/carriers/{quoted(carrier_id)}/rates/{quoted(rate_id)}"
        )


class Catalog(Part):
    """Catalog."""

    def attach_barcode(
        self,
        item_id: int,
        *,
        value: str,
        pack: str = LEFT_OUT,
        qty: int = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Say that a code is a barcode of an item, and what one scan of it counts; receivers
        where their site lets them."""
        return self._transport.ask(
            "POST",
            f"/api/v1/items/{quoted(item_id)}/barcodes",
            body={"pack": pack, "qty": qty, "value": value},
            key=idempotency_key or new_key(),
        )

    def catalogue(self) -> Any:
        """Everything a handheld needs to know a code offline; with an ETag."""
        return self._transport.ask("GET", "/api/v1/catalogue")

    def change_item(
        self, item_id: int, *, active: bool | None = LEFT_OUT, zone: str | None = LEFT_OUT
    ) -> Any:
        """Say where an item belongs, and whether it is still dealt in; what is left out stays."""
        return self._transport.ask(
            "PATCH", f"/api/v1/items/{quoted(item_id)}", body={"active": active, "zone": zone}
        )

    def change_item_handling(
        self,
        item_id: int,
        *,
        catch_weight: bool | None = LEFT_OUT,
        hazard: str | None = LEFT_OUT,
        inspection: str | None = LEFT_OUT,
        max_temp_tenths: int | None = LEFT_OUT,
        min_temp_tenths: int | None = LEFT_OUT,
        shelf_days_left: int | None = LEFT_OUT,
        temperature: str | None = LEFT_OUT,
    ) -> Any:
        """Say how an item is treated when it comes in; what is left out stays."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/items/{quoted(item_id)}/handling",
            body={
                "catch_weight": catch_weight,
                "hazard": hazard,
                "inspection": inspection,
                "max_temp_tenths": max_temp_tenths,
                "min_temp_tenths": min_temp_tenths,
                "shelf_days_left": shelf_days_left,
                "temperature": temperature,
            },
        )

    def change_item_sizes(
        self,
        item_id: int,
        *,
        fragile: bool | None = LEFT_OUT,
        height_mm: int | None = LEFT_OUT,
        length_mm: int | None = LEFT_OUT,
        turning: str | None = LEFT_OUT,
        weight_g: int | None = LEFT_OUT,
        width_mm: int | None = LEFT_OUT,
    ) -> Any:
        """Say how large an item is, and how it may stand in a carton; what is left out stays."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/items/{quoted(item_id)}/sizes",
            body={
                "fragile": fragile,
                "height_mm": height_mm,
                "length_mm": length_mm,
                "turning": turning,
                "weight_g": weight_g,
                "width_mm": width_mm,
            },
        )

    def create_item(
        self,
        *,
        name: str,
        sku: str,
        abc: str = LEFT_OUT,
        barcodes: list[dict[str, Any]] = LEFT_OUT,
        catch_weight: bool = LEFT_OUT,
        currency: str = LEFT_OUT,
        fragile: bool = LEFT_OUT,
        hazard: str = LEFT_OUT,
        height_mm: int = LEFT_OUT,
        inspection: str = LEFT_OUT,
        length_mm: int = LEFT_OUT,
        max_temp_tenths: int | None = LEFT_OUT,
        min_temp_tenths: int | None = LEFT_OUT,
        price_minor: int = LEFT_OUT,
        quality_check: bool = LEFT_OUT,
        scale: int = LEFT_OUT,
        shelf_days_left: int = LEFT_OUT,
        temperature: str = LEFT_OUT,
        tracking: str = LEFT_OUT,
        turning: str = LEFT_OUT,
        unit: str = LEFT_OUT,
        volume_mm3: int = LEFT_OUT,
        weight_g: int = LEFT_OUT,
        width_mm: int = LEFT_OUT,
        zone: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make an item with its barcodes."""
        return self._transport.ask(
            "POST",
            "/api/v1/items",
            body={
                "abc": abc,
                "barcodes": barcodes,
                "catch_weight": catch_weight,
                "currency": currency,
                "fragile": fragile,
                "hazard": hazard,
                "height_mm": height_mm,
                "inspection": inspection,
                "length_mm": length_mm,
                "max_temp_tenths": max_temp_tenths,
                "min_temp_tenths": min_temp_tenths,
                "name": name,
                "price_minor": price_minor,
                "quality_check": quality_check,
                "scale": scale,
                "shelf_days_left": shelf_days_left,
                "sku": sku,
                "temperature": temperature,
                "tracking": tracking,
                "turning": turning,
                "unit": unit,
                "volume_mm3": volume_mm3,
                "weight_g": weight_g,
                "width_mm": width_mm,
                "zone": zone,
            },
            key=idempotency_key or new_key(),
        )

    def list_items(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        q: str = LEFT_OUT,
        sku: str = LEFT_OUT,
    ) -> Any:
        """List items, or find some by SKU or part of the name."""
        return self._transport.ask(
            "GET", "/api/v1/items", query={"limit": limit, "cursor": cursor, "q": q, "sku": sku}
        )

    def say_substitutes(self, item_id: int, *, items: list[int | str]) -> Any:
        """Say what may be sent where an item cannot be had, one unit for one; what stands for it
        already stays."""
        return self._transport.ask(
            "PUT", f"/api/v1/items/{quoted(item_id)}/substitutes", body={"items": items}
        )

    def show_item(self, item_id: int) -> Any:
        """Show an item with its barcodes."""
        return self._transport.ask("GET", f"/api/v1/items/{quoted(item_id)}")

    def show_substitutes(self, item_id: int) -> Any:
        """Show what may be sent where an item cannot be had, and what it may stand for itself."""
        return self._transport.ask("GET", f"/api/v1/items/{quoted(item_id)}/substitutes")


class Channels(Part):
    """Channels."""

    def change_channel(
        self,
        channel_id: int,
        *,
        active: bool | None = LEFT_OUT,
        owner: int | str | None = LEFT_OUT,
        secret: str | None = LEFT_OUT,
        stock_buffer: int | None = LEFT_OUT,
        take_unpaid: bool | None = LEFT_OUT,
    ) -> Any:
        """Change a channel's secret, buffer or rule, or stop it."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/channels/{quoted(channel_id)}",
            body={
                "active": active,
                "owner": owner,
                "secret": secret,
                "stock_buffer": stock_buffer,
                "take_unpaid": take_unpaid,
            },
        )

    def list_channels(self) -> Any:
        """List the shops whose orders come in by themselves."""
        return self._transport.ask("GET", "/api/v1/channels")

    def list_messages(
        self, channel_id: int, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT
    ) -> Any:
        """List a shop's messages of the last 30 days, newest first."""
        return self._transport.ask(
            "GET",
            f"/api/v1/channels/{quoted(channel_id)}/messages",
            query={"limit": limit, "cursor": cursor},
        )

    def list_orders(
        self,
        channel_id: int,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        state: str = LEFT_OUT,
    ) -> Any:
        """List what a shop has told of its orders, and what became of them."""
        return self._transport.ask(
            "GET",
            f"/api/v1/channels/{quoted(channel_id)}/orders",
            query={"limit": limit, "cursor": cursor, "state": state},
        )

    def make_channel(
        self,
        *,
        code: str,
        kind: str,
        secret: str,
        owner: int | str | None = LEFT_OUT,
        stock_buffer: int = LEFT_OUT,
        take_unpaid: bool = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Take a shop's orders in from now on."""
        return self._transport.ask(
            "POST",
            "/api/v1/channels",
            body={
                "code": code,
                "kind": kind,
                "owner": owner,
                "secret": secret,
                "stock_buffer": stock_buffer,
                "take_unpaid": take_unpaid,
            },
            key=idempotency_key or new_key(),
        )

    def try_again(
        self, channel_id: int, order_id: int, *, idempotency_key: str | None = None
    ) -> Any:
        """Try to take in an order that waits, now."""
        return self._transport.ask(
            "POST",
            f"/api/v1/channels/{quoted(channel_id)}/orders/{quoted(order_id)}/try-again",
            body={},
            key=idempotency_key or new_key(),
        )


class Costs(Part):
    """Costs."""

    def land(
        self,
        order_id: int,
        *,
        amount_minor: int,
        currency: str,
        note: str,
        by: str = LEFT_OUT,
        receipt: int | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Share freight or duty over what came of a purchase order, or by one receipt of it."""
        return self._transport.ask(
            "POST",
            f"/api/v1/value/purchase-orders/{quoted(order_id)}/landed",
            body={
                "amount_minor": amount_minor,
                "by": by,
                "currency": currency,
                "note": note,
                "receipt": receipt,
            },
            key=idempotency_key or new_key(),
        )

    def land_delivery(
        self,
        delivery_id: int,
        *,
        amount_minor: int,
        currency: str,
        note: str,
        by: str = LEFT_OUT,
        receipt: int | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Share freight or duty over what came of a delivery, by value, weight or pieces."""
        return self._transport.ask(
            "POST",
            f"/api/v1/value/deliveries/{quoted(delivery_id)}/landed",
            body={
                "amount_minor": amount_minor,
                "by": by,
                "currency": currency,
                "note": note,
                "receipt": receipt,
            },
            key=idempotency_key or new_key(),
        )

    def list_items(
        self,
        *,
        unknown: bool = LEFT_OUT,
        on: str | None = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str = LEFT_OUT,
        format: str = LEFT_OUT,
    ) -> Any:
        """List items by what they are worth, or at the end of a day (``on``); ``format=csv`` or
        ``xlsx`` as a file."""
        return self._transport.ask(
            "GET",
            "/api/v1/value/items",
            query={
                "unknown": unknown,
                "on": on,
                "limit": limit,
                "cursor": cursor,
                "format": format,
            },
        )

    def list_rates(self) -> Any:
        """List what other currencies are worth."""
        return self._transport.ask("GET", "/api/v1/value/rates")

    def list_write_offs(self, *, days: int = LEFT_OUT) -> Any:
        """List what was written off, by reason."""
        return self._transport.ask("GET", "/api/v1/value/write-offs", query={"days": days})

    def name_cost(
        self,
        item_id: int,
        *,
        currency: str,
        price_minor: int,
        layer: int = LEFT_OUT,
        note: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Say what a unit cost: of one layer, or of all that are left of unknown cost."""
        return self._transport.ask(
            "POST",
            f"/api/v1/value/items/{quoted(item_id)}/cost",
            body={"currency": currency, "layer": layer, "note": note, "price_minor": price_minor},
            key=idempotency_key or new_key(),
        )

    def say_rate(
        self, *, currency: str, from_on: str, rate_nano: int, idempotency_key: str | None = None
    ) -> Any:
        """Say what another currency is worth from a day on."""
        return self._transport.ask(
            "POST",
            "/api/v1/value/rates",
            body={"currency": currency, "from_on": from_on, "rate_nano": rate_nano},
            key=idempotency_key or new_key(),
        )

    def show_item(self, item_id: int) -> Any:
        """Show what an item is worth, its layers, and costs that were told afterwards."""
        return self._transport.ask("GET", f"/api/v1/value/items/{quoted(item_id)}")

    def show_landed(self, order_id: int) -> Any:
        """Show what came of a purchase order cost, freight and duty included."""
        return self._transport.ask("GET", f"/api/v1/value/purchase-orders/{quoted(order_id)}")

    def show_landed_delivery(self, delivery_id: int) -> Any:
        """Show what came of a delivery cost, freight and duty included."""
        return self._transport.ask("GET", f"/api/v1/value/deliveries/{quoted(delivery_id)}")

    def show_parts(self, *, on: str | None = LEFT_OUT) -> Any:
        """Show what lies in each zone is worth, or was at the end of a day (``on``), and whose
        goods there are."""
        return self._transport.ask("GET", "/api/v1/value/parts", query={"on": on})

    def show_value(self, *, days: int = LEFT_OUT) -> Any:
        """Show what the site's goods are worth, by age and by day."""
        return self._transport.ask("GET", "/api/v1/value", query={"days": days})


class Counts(Part):
    """Counts."""

    def end_round(self, round_id: int, *, idempotency_key: str | None = None) -> Any:
        """Leave a round as far as it has come."""
        return self._transport.ask(
            "POST",
            f"/api/v1/counts/rounds/{quoted(round_id)}/end",
            body={},
            key=idempotency_key or new_key(),
        )

    def list_rounds(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        state: str = LEFT_OUT,
        kind: str = LEFT_OUT,
        zone: str = LEFT_OUT,
        descending: bool = LEFT_OUT,
    ) -> Any:
        """List rounds of counts and how far they are, newest first."""
        return self._transport.ask(
            "GET",
            "/api/v1/counts/rounds",
            query={
                "limit": limit,
                "cursor": cursor,
                "state": state,
                "kind": kind,
                "zone": zone,
                "descending": descending,
            },
        )

    def list_variances(
        self,
        *,
        state: str = LEFT_OUT,
        differs: str = LEFT_OUT,
        q: str = LEFT_OUT,
        descending: bool = LEFT_OUT,
        zone: str = LEFT_OUT,
        round: int | None = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str | None = LEFT_OUT,
        days: int = LEFT_OUT,
    ) -> Any:
        """List what differed, newest first, with sums over all that was counted."""
        return self._transport.ask(
            "GET",
            "/api/v1/counts/variances",
            query={
                "state": state,
                "differs": differs,
                "q": q,
                "descending": descending,
                "zone": zone,
                "round": round,
                "limit": limit,
                "cursor": cursor,
                "days": days,
            },
        )

    def plan_counts(self, *, idempotency_key: str | None = None) -> Any:
        """Plan the day's counts now, rather than before the first shift."""
        return self._transport.ask(
            "POST", "/api/v1/counts/plan", body={}, key=idempotency_key or new_key()
        )

    def start_stocktake(self, *, zone: str, idempotency_key: str | None = None) -> Any:
        """Count every bin of a zone; nothing new is pinned there until it is done."""
        return self._transport.ask(
            "POST",
            "/api/v1/counts/stocktakes",
            body={"zone": zone},
            key=idempotency_key or new_key(),
        )


class Deliveries(Part):
    """Deliveries."""

    def announce_delivery(
        self,
        *,
        cartons: list[dict[str, Any]],
        number: str,
        supplier: int | str,
        expected_on: str | None = LEFT_OUT,
        owner: int | str | None = LEFT_OUT,
        purchase_order: str | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Announce a delivery; the same again changes nothing."""
        return self._transport.ask(
            "POST",
            "/api/v1/deliveries",
            body={
                "cartons": cartons,
                "expected_on": expected_on,
                "number": number,
                "owner": owner,
                "purchase_order": purchase_order,
                "supplier": supplier,
            },
            key=idempotency_key or new_key(),
        )

    def list_deliveries(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        state: str = LEFT_OUT,
        number: str = LEFT_OUT,
    ) -> Any:
        """List announced deliveries, newest first."""
        return self._transport.ask(
            "GET",
            "/api/v1/deliveries",
            query={"limit": limit, "cursor": cursor, "state": state, "number": number},
        )

    def show_delivery(self, delivery_id: int) -> Any:
        """Show a delivery: its cartons and pallets, what is in them, and what became of each."""
        return self._transport.ask("GET", f"/api/v1/deliveries/{quoted(delivery_id)}")


class Departures(Part):
    """Departures."""

    def cancel_departure(self, departure_id: int, *, idempotency_key: str | None = None) -> Any:
        """The truck does not come: its parcels wait for the next one."""
        return self._transport.ask(
            "POST",
            f"/api/v1/departures/{quoted(departure_id)}/cancel",
            body={},
            key=idempotency_key or new_key(),
        )

    def change_departure(
        self,
        departure_id: int,
        *,
        cut_off_at: int | None = LEFT_OUT,
        door: str | None = LEFT_OUT,
        leaves_at: int | None = LEFT_OUT,
    ) -> Any:
        """Let it leave at another time or from another door."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/departures/{quoted(departure_id)}",
            body={"cut_off_at": cut_off_at, "door": door, "leaves_at": leaves_at},
        )

    def create_departure(
        self,
        *,
        carrier: str,
        door: str,
        leaves_at: int,
        cut_off_at: int | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make a departure by hand; parcels that wait for its carrier are for it."""
        return self._transport.ask(
            "POST",
            "/api/v1/departures",
            body={
                "carrier": carrier,
                "cut_off_at": cut_off_at,
                "door": door,
                "leaves_at": leaves_at,
            },
            key=idempotency_key or new_key(),
        )

    def let_leave(
        self, departure_id: int, *, anyway: bool = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Let the truck leave; what is not on it goes with the next one."""
        return self._transport.ask(
            "POST",
            f"/api/v1/departures/{quoted(departure_id)}/leave",
            body={"anyway": anyway},
            key=idempotency_key or new_key(),
        )

    def list_departures(
        self,
        *,
        state: str = LEFT_OUT,
        carrier: str = LEFT_OUT,
        door: str = LEFT_OUT,
        sort: str = LEFT_OUT,
        descending: bool | None = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str | None = LEFT_OUT,
    ) -> Any:
        """List the departures to come, or those of a state, by when they were to leave."""
        return self._transport.ask(
            "GET",
            "/api/v1/departures",
            query={
                "state": state,
                "carrier": carrier,
                "door": door,
                "sort": sort,
                "descending": descending,
                "limit": limit,
                "cursor": cursor,
            },
        )

    def manifest_csv(self, departure_id: int) -> Any:
        """The same as a table."""
        return self._transport.ask("GET", f"/api/v1/departures/{quoted(departure_id)}/manifest.csv")

    def manifest_pdf(self, departure_id: int) -> Any:
        """The same on paper, A4, to be signed by the driver."""
        return self._transport.ask("GET", f"/api/v1/departures/{quoted(departure_id)}/manifest.pdf")

    def say_timetable(self, carrier_id: int, *, rows: list[dict[str, Any]]) -> Any:
        """Say when a carrier's trucks leave in a week; the next departures are made at once."""
        return self._transport.ask(
            "PUT", f"/api/v1/carriers/{quoted(carrier_id)}/timetable", body={"rows": rows}
        )

    def show_departure(self, departure_id: int) -> Any:
        """Show a departure with its parcels and who loads it."""
        return self._transport.ask("GET", f"/api/v1/departures/{quoted(departure_id)}")

    def show_manifest(self, departure_id: int) -> Any:
        """Show what is on a truck, or went with it."""
        return self._transport.ask("GET", f"/api/v1/departures/{quoted(departure_id)}/manifest")

    def show_timetable(self, carrier_id: int) -> Any:
        """Show when a carrier's trucks leave in a week."""
        return self._transport.ask("GET", f"/api/v1/carriers/{quoted(carrier_id)}/timetable")

    def take_off(
        self, departure_id: int, *, shipment: int, idempotency_key: str | None = None
    ) -> Any:
        """A parcel was taken off the truck again."""
        return self._transport.ask(
            "POST",
            f"/api/v1/departures/{quoted(departure_id)}/off",
            body={"shipment": shipment},
            key=idempotency_key or new_key(),
        )


class Documents(Part):
    """Documents."""

    def list_invoices(self, order_id: int) -> Any:
        """List the invoices of an order."""
        return self._transport.ask("GET", f"/api/v1/orders/{quoted(order_id)}/invoices")

    def list_templates(self) -> Any:
        """List every document in every language, as the site has it."""
        return self._transport.ask("GET", "/api/v1/documents")

    def make_invoice(self, order_id: int, *, idempotency_key: str | None = None) -> Any:
        """Bill what was shipped and is on no invoice yet; where nothing is, the latest invoice
        is answered (200)."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/invoices",
            body={},
            key=idempotency_key or new_key(),
        )

    def packing_slip(self, shipment_id: int) -> Any:
        """Print the packing slip, A4, in the customer's language."""
        return self._transport.ask(
            "GET", f"/api/v1/shipments/{quoted(shipment_id)}/packing-slip.pdf"
        )

    def preview_pdf(
        self,
        document: str,
        language: str,
        *,
        columns: list[str],
        foot: str = LEFT_OUT,
        head: str = LEFT_OUT,
        logo: bool = LEFT_OUT,
        words: dict[str, Any] = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Print how a document would look."""
        return self._transport.ask(
            "POST",
            f"/api/v1/documents/{quoted(document)}/{quoted(language)}/preview.pdf",
            body={"columns": columns, "foot": foot, "head": head, "logo": logo, "words": words},
            key=idempotency_key or new_key(),
        )

    def preview_svg(
        self,
        document: str,
        language: str,
        *,
        columns: list[str],
        foot: str = LEFT_OUT,
        head: str = LEFT_OUT,
        logo: bool = LEFT_OUT,
        words: dict[str, Any] = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Draw how a document would look, for a screen."""
        return self._transport.ask(
            "POST",
            f"/api/v1/documents/{quoted(document)}/{quoted(language)}/preview.svg",
            body={"columns": columns, "foot": foot, "head": head, "logo": logo, "words": words},
            key=idempotency_key or new_key(),
        )

    def put_logo(self) -> Any:
        """Keep the request's body, a PNG or JPEG, as the logo; an empty one is none from now on."""
        return self._transport.ask("PUT", "/api/v1/documents/logo", body={})

    def put_template(
        self,
        document: str,
        language: str,
        *,
        columns: list[str],
        foot: str = LEFT_OUT,
        head: str = LEFT_OUT,
        logo: bool = LEFT_OUT,
        words: dict[str, Any] = LEFT_OUT,
    ) -> Any:
        """Keep a template; what was before is on record."""
        return self._transport.ask(
            "PUT",
            f"/api/v1/documents/{quoted(document)}/{quoted(language)}",
            body={"columns": columns, "foot": foot, "head": head, "logo": logo, "words": words},
        )

    def show_invoice(self, invoice_id: int) -> Any:
        """Print an invoice, A4: the same for ever."""
        return self._transport.ask("GET", f"/api/v1/invoices/{quoted(invoice_id)}/invoice.pdf")

    def templates_history(self, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT) -> Any:
        """List who changed what of the documents, newest first; nobody can change that list."""
        return self._transport.ask(
            "GET", "/api/v1/documents/history", query={"limit": limit, "cursor": cursor}
        )


class Faces(Part):
    """Faces."""

    def adopt_faces(
        self, *, faces: list[dict[str, Any]], idempotency_key: str | None = None
    ) -> Any:
        """Make faces that were proposed; what is there already is left alone."""
        return self._transport.ask(
            "POST",
            "/api/v1/pick-faces/proposals",
            body={"faces": faces},
            key=idempotency_key or new_key(),
        )

    def change_face(self, face_id: int, *, max_qty: int = LEFT_OUT, min_qty: int = LEFT_OUT) -> Any:
        """Say how much a face holds, or leave it to the forecast."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/pick-faces/{quoted(face_id)}",
            body={"max_qty": max_qty, "min_qty": min_qty},
        )

    def create_face(
        self,
        *,
        item: int | str,
        place: int | str,
        max_qty: int = LEFT_OUT,
        min_qty: int = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make a bin the pick face of an item."""
        return self._transport.ask(
            "POST",
            "/api/v1/pick-faces",
            body={"item": item, "max_qty": max_qty, "min_qty": min_qty, "place": place},
            key=idempotency_key or new_key(),
        )

    def list_faces(
        self,
        *,
        state: str = LEFT_OUT,
        q: str = LEFT_OUT,
        sort: str = LEFT_OUT,
        descending: bool = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str | None = LEFT_OUT,
    ) -> Any:
        """List pick faces as they stand: the most pressing first, or by bin or item."""
        return self._transport.ask(
            "GET",
            "/api/v1/pick-faces",
            query={
                "state": state,
                "q": q,
                "sort": sort,
                "descending": descending,
                "limit": limit,
                "cursor": cursor,
            },
        )

    def look_at_faces(self, *, idempotency_key: str | None = None) -> Any:
        """Look at all faces now, and plan the refills that they lack."""
        return self._transport.ask(
            "POST", "/api/v1/pick-faces/look", body={}, key=idempotency_key or new_key()
        )

    def propose_faces(self) -> Any:
        """Propose a pick face for items that are ordered, lie in several bins and have none."""
        return self._transport.ask("GET", "/api/v1/pick-faces/proposals")

    def take_face_away(self, face_id: int) -> Any:
        """Let a bin be no pick face any more; what lies in it stays."""
        return self._transport.ask("DELETE", f"/api/v1/pick-faces/{quoted(face_id)}")


class Imports(Part):
    """Imports."""

    def apply(self, run_id: int, *, idempotency_key: str | None = None) -> Any:
        """Begin to bring in what was checked; what is wrong in it stays out."""
        return self._transport.ask(
            "POST",
            f"/api/v1/imports/{quoted(run_id)}/apply",
            body={},
            key=idempotency_key or new_key(),
        )

    def check(
        self,
        run_id: int,
        *,
        columns: list[str],
        encoding: str,
        separator: str,
        dates: str = LEFT_OUT,
        decimal: str = LEFT_OUT,
        head_line: int = LEFT_OUT,
        reason: str = LEFT_OUT,
        sheet: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Read the whole file and begin to try it; nothing is changed by it."""
        return self._transport.ask(
            "POST",
            f"/api/v1/imports/{quoted(run_id)}/check",
            body={
                "columns": columns,
                "dates": dates,
                "decimal": decimal,
                "encoding": encoding,
                "head_line": head_line,
                "reason": reason,
                "separator": separator,
                "sheet": sheet,
            },
            key=idempotency_key or new_key(),
        )

    def forget(self, run_id: int) -> Any:
        """Throw a file away that is not brought in."""
        return self._transport.ask("DELETE", f"/api/v1/imports/{quoted(run_id)}")

    def go(self, run_id: int, *, idempotency_key: str | None = None) -> Any:
        """Take a file further for a second; asked again until it is ``checked`` or ``applied``,
        also after a crash."""
        return self._transport.ask(
            "POST",
            f"/api/v1/imports/{quoted(run_id)}/go",
            body={},
            key=idempotency_key or new_key(),
        )

    def list_imports(self, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT) -> Any:
        """List the files that were uploaded, newest first."""
        return self._transport.ask(
            "GET", "/api/v1/imports", query={"limit": limit, "cursor": cursor}
        )

    def problems(self, run_id: int) -> Any:
        """Everything that is wrong in a file, as a table."""
        return self._transport.ask("GET", f"/api/v1/imports/{quoted(run_id)}/problems.csv")

    def problems_workbook(self, run_id: int) -> Any:
        """The same as a workbook."""
        return self._transport.ask("GET", f"/api/v1/imports/{quoted(run_id)}/problems.xlsx")

    def save_table(self, *, kind: str, format: str = LEFT_OUT) -> Any:
        """Save all that is here of a kind as the table that brings it in: the head alone where
        there is nothing yet."""
        return self._transport.ask(
            "GET", "/api/v1/imports/table", query={"kind": kind, "format": format}
        )

    def show_import(
        self,
        run_id: int,
        *,
        encoding: str = LEFT_OUT,
        separator: str = LEFT_OUT,
        sheet: str = LEFT_OUT,
    ) -> Any:
        """Show how far a file is and what is wrong in it; with another encoding or separator,
        its first lines anew."""
        return self._transport.ask(
            "GET",
            f"/api/v1/imports/{quoted(run_id)}",
            query={"encoding": encoding, "separator": separator, "sheet": sheet},
        )

    def upload(self, *, kind: str, name: str = LEFT_OUT, idempotency_key: str | None = None) -> Any:
        """Upload a table as the body; how it seems to be written and its first lines are
        answered."""
        return self._transport.ask(
            "POST",
            "/api/v1/imports",
            query={"kind": kind, "name": name},
            body={},
            key=idempotency_key or new_key(),
        )


class Insight(Part):
    """Insight."""

    def explain_number(
        self,
        *,
        number: str,
        item: int,
        place: int = LEFT_OUT,
        lot: int = LEFT_OUT,
        container: str = LEFT_OUT,
        owner: int | None = LEFT_OUT,
        cursor: str | None = LEFT_OUT,
        limit: int = LEFT_OUT,
    ) -> Any:
        """Show what made a number: the moves, promises and deliveries behind it."""
        return self._transport.ask(
            "GET",
            "/api/v1/why",
            query={
                "number": number,
                "item": item,
                "place": place,
                "lot": lot,
                "container": container,
                "owner": owner,
                "cursor": cursor,
                "limit": limit,
            },
        )

    def find(self, *, q: str, limit: int = LEFT_OUT) -> Any:
        """Find anything by a code or words, forgiving typing errors; what fits best comes first."""
        return self._transport.ask("GET", "/api/v1/search", query={"q": q, "limit": limit})

    def list_lots(self, *, item: int) -> Any:
        """List the lots of an item, newest first."""
        return self._transport.ask("GET", "/api/v1/lots", query={"item": item})

    def list_scans(
        self,
        *,
        person: int | None = LEFT_OUT,
        item: str | None = LEFT_OUT,
        place: str | None = LEFT_OUT,
        order: str | None = LEFT_OUT,
        task: int | None = LEFT_OUT,
        device: str | None = LEFT_OUT,
        stream: str | None = LEFT_OUT,
        event: str | None = LEFT_OUT,
        verdict: str | None = LEFT_OUT,
        from_: int | None = LEFT_OUT,
        to: int | None = LEFT_OUT,
        cursor: str | None = LEFT_OUT,
        limit: int = LEFT_OUT,
        format: str = LEFT_OUT,
    ) -> Any:
        """The journal of every scan, newest first; ``format=csv`` or ``xlsx`` gives up to
        100,000 rows as a file."""
        return self._transport.ask(
            "GET",
            "/api/v1/scans",
            query={
                "person": person,
                "item": item,
                "place": place,
                "order": order,
                "task": task,
                "device": device,
                "stream": stream,
                "event": event,
                "verdict": verdict,
                "from": from_,
                "to": to,
                "cursor": cursor,
                "limit": limit,
                "format": format,
            },
        )

    def list_stock(
        self,
        *,
        q: str = LEFT_OUT,
        sort: str | None = LEFT_OUT,
        descending: bool = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str = LEFT_OUT,
        format: str = LEFT_OUT,
    ) -> Any:
        """List all items with their numbers and places; ``format=csv`` or ``xlsx`` as a file."""
        return self._transport.ask(
            "GET",
            "/api/v1/stock/items",
            query={
                "q": q,
                "sort": sort,
                "descending": descending,
                "limit": limit,
                "cursor": cursor,
                "format": format,
            },
        )

    def list_troubles(self) -> Any:
        """List what nobody would see: low stock, webhooks with dead letters, and background work
        that keeps failing."""
        return self._transport.ask("GET", "/api/v1/troubles")

    def lookup(self, *, code: str) -> Any:
        """What a scanned code is, where it is and how many."""
        return self._transport.ask("GET", "/api/v1/lookup", query={"code": code})

    def show_board(self) -> Any:
        """What is to be done, who does it, what needs a person; changes come over the
        websocket's topic ``board``."""
        return self._transport.ask("GET", "/api/v1/board")

    def show_lot(self, lot_id: int) -> Any:
        """Show a lot both ways: where it came from, where it is, and who got it."""
        return self._transport.ask("GET", f"/api/v1/lots/{quoted(lot_id)}")


class Inspections(Part):
    """Inspections."""

    def decide_inspected(
        self,
        goods_id: int,
        *,
        follow: str,
        note: str = LEFT_OUT,
        qty: int | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Decide about goods that were held or rejected: good after all, rejected, back to the
        supplier, or written off."""
        return self._transport.ask(
            "POST",
            f"/api/v1/inspections/{quoted(goods_id)}/decide",
            body={"follow": follow, "note": note, "qty": qty},
            key=idempotency_key or new_key(),
        )

    def list_inspections(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        state: str = LEFT_OUT,
        order: str = LEFT_OUT,
    ) -> Any:
        """List goods in quarantine: what waits to be looked at, what was held, or what was
        rejected; newest first."""
        return self._transport.ask(
            "GET",
            "/api/v1/inspections",
            query={"limit": limit, "cursor": cursor, "state": state, "order": order},
        )


class Kits(Part):
    """Kits."""

    def forget_kit(self, item_id: int) -> Any:
        """Say that an item is no kit any more."""
        return self._transport.ask("DELETE", f"/api/v1/kits/{quoted(item_id)}")

    def list_kits(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        kind: str = LEFT_OUT,
        component: str = LEFT_OUT,
        format: str = LEFT_OUT,
    ) -> Any:
        """List kits, or those that an item goes into; ``format=csv`` gives all bills of
        materials as they are imported."""
        return self._transport.ask(
            "GET",
            "/api/v1/kits",
            query={
                "limit": limit,
                "cursor": cursor,
                "kind": kind,
                "component": component,
                "format": format,
            },
        )

    def list_work_orders(
        self, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT, state: str = LEFT_OUT
    ) -> Any:
        """List work orders, newest first."""
        return self._transport.ask(
            "GET", "/api/v1/work-orders", query={"limit": limit, "cursor": cursor, "state": state}
        )

    def make_work_order(
        self,
        *,
        item: int | str,
        place: str,
        qty: int,
        kind: str = LEFT_OUT,
        note: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Have kits put together or taken apart: the floor gets the work at once."""
        return self._transport.ask(
            "POST",
            "/api/v1/work-orders",
            body={"item": item, "kind": kind, "note": note, "place": place, "qty": qty},
            key=idempotency_key or new_key(),
        )

    def say_kit(self, item_id: int, *, components: list[dict[str, Any]], kind: str) -> Any:
        """Say what an item is made of; orders that stand keep what they were taken in with."""
        return self._transport.ask(
            "PUT", f"/api/v1/kits/{quoted(item_id)}", body={"components": components, "kind": kind}
        )

    def show_kit_of(self, item_id: int) -> Any:
        """Show what a kit is made of, and how many its components make."""
        return self._transport.ask("GET", f"/api/v1/kits/{quoted(item_id)}")

    def show_work_order(self, order_id: int) -> Any:
        """Show a work order, and how far it is."""
        return self._transport.ask("GET", f"/api/v1/work-orders/{quoted(order_id)}")


class Locations(Part):
    """Locations."""

    def change_carton_type(
        self,
        type_id: int,
        *,
        active: bool | None = LEFT_OUT,
        cost_minor: int | None = LEFT_OUT,
        height_mm: int | None = LEFT_OUT,
        length_mm: int | None = LEFT_OUT,
        max_weight_g: int | None = LEFT_OUT,
        name: str | None = LEFT_OUT,
        tare_g: int | None = LEFT_OUT,
        width_mm: int | None = LEFT_OUT,
    ) -> Any:
        """Change a carton type, or take it out of use."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/carton-types/{quoted(type_id)}",
            body={
                "active": active,
                "cost_minor": cost_minor,
                "height_mm": height_mm,
                "length_mm": length_mm,
                "max_weight_g": max_weight_g,
                "name": name,
                "tare_g": tare_g,
                "width_mm": width_mm,
            },
        )

    def change_place(
        self,
        place_id: int,
        *,
        aisle: str | None = LEFT_OUT,
        bay: str | None = LEFT_OUT,
        code: str | None = LEFT_OUT,
        level: str | None = LEFT_OUT,
        max_pallets: int | None = LEFT_OUT,
        max_weight_g: int | None = LEFT_OUT,
        on_aisle: str | None = LEFT_OUT,
        volume_mm3: int | None = LEFT_OUT,
        x_mm: int | None = LEFT_OUT,
        y_mm: int | None = LEFT_OUT,
        zone: str | None = LEFT_OUT,
    ) -> Any:
        """Rename or move a place, or say how much fits into it; its stock and its history stay
        with it."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/places/{quoted(place_id)}",
            body={
                "aisle": aisle,
                "bay": bay,
                "code": code,
                "level": level,
                "max_pallets": max_pallets,
                "max_weight_g": max_weight_g,
                "on_aisle": on_aisle,
                "volume_mm3": volume_mm3,
                "x_mm": x_mm,
                "y_mm": y_mm,
                "zone": zone,
            },
        )

    def change_settings(
        self,
        *,
        address_check: str | None = LEFT_OUT,
        alone_may: bool | None = LEFT_OUT,
        approve_minor: int | None = LEFT_OUT,
        batch_orders: int | None = LEFT_OUT,
        blind_check: bool | None = LEFT_OUT,
        blind_returns: str | None = LEFT_OUT,
        buying_budget_minor: int | None = LEFT_OUT,
        buying_currency: str | None = LEFT_OUT,
        calm_walks: bool | None = LEFT_OUT,
        cart_totes: int | None = LEFT_OUT,
        collect_at: str | None = LEFT_OUT,
        consolidate_at: str | None = LEFT_OUT,
        count_a_days: int | None = LEFT_OUT,
        count_b_days: int | None = LEFT_OUT,
        count_c_days: int | None = LEFT_OUT,
        counts_per_zone: int | None = LEFT_OUT,
        cross_dock: bool | None = LEFT_OUT,
        document_language: str | None = LEFT_OUT,
        dunnage: str | None = LEFT_OUT,
        errands: bool | None = LEFT_OUT,
        face_max_days: int | None = LEFT_OUT,
        face_min_days: int | None = LEFT_OUT,
        inspection: str | None = LEFT_OUT,
        invoice_prefix: str | None = LEFT_OUT,
        label_check: bool | None = LEFT_OUT,
        lease_margin_minutes: int | None = LEFT_OUT,
        lease_minutes: int | None = LEFT_OUT,
        lock_in_cradle: bool | None = LEFT_OUT,
        lock_minutes: int | None = LEFT_OUT,
        measure_first_receipt: bool | None = LEFT_OUT,
        network_at: str | None = LEFT_OUT,
        offline_sign_in: bool | None = LEFT_OUT,
        offline_sign_in_hours: int | None = LEFT_OUT,
        order_ship_days: int | None = LEFT_OUT,
        over_tolerance_pct: int | None = LEFT_OUT,
        photo_days: int | None = LEFT_OUT,
        pick_by_zone: bool | None = LEFT_OUT,
        pick_face_first: bool | None = LEFT_OUT,
        pick_method: str | None = LEFT_OUT,
        prices_with_tax: bool | None = LEFT_OUT,
        print_job_days: int | None = LEFT_OUT,
        quality_check: str | None = LEFT_OUT,
        receivers_name_goods: bool | None = LEFT_OUT,
        recount_pct: int | None = LEFT_OUT,
        recount_units: int | None = LEFT_OUT,
        release_hours_ahead: int | None = LEFT_OUT,
        release_most: int | None = LEFT_OUT,
        return_grades: str | None = LEFT_OUT,
        returns_at: str | None = LEFT_OUT,
        sample_cartons: int | None = LEFT_OUT,
        service_goals: str | None = LEFT_OUT,
        shelf_days_left: int | None = LEFT_OUT,
        short_dated_days: int | None = LEFT_OUT,
        sscc_prefix: str | None = LEFT_OUT,
        substitutes_allowed: bool | None = LEFT_OUT,
        supervisor_minor: int | None = LEFT_OUT,
        supervisor_units: int | None = LEFT_OUT,
        tasks_ahead: int | None = LEFT_OUT,
        value_currency: str | None = LEFT_OUT,
        value_method: str | None = LEFT_OUT,
        weight_tolerance_pct: int | None = LEFT_OUT,
        whole_containers: str | None = LEFT_OUT,
        zero_check: bool | None = LEFT_OUT,
    ) -> Any:
        """Change how the site works; what is left out stays."""
        return self._transport.ask(
            "PATCH",
            "/api/v1/site/settings",
            body={
                "address_check": address_check,
                "alone_may": alone_may,
                "approve_minor": approve_minor,
                "batch_orders": batch_orders,
                "blind_check": blind_check,
                "blind_returns": blind_returns,
                "buying_budget_minor": buying_budget_minor,
                "buying_currency": buying_currency,
                "calm_walks": calm_walks,
                "cart_totes": cart_totes,
                "collect_at": collect_at,
                "consolidate_at": consolidate_at,
                "count_a_days": count_a_days,
                "count_b_days": count_b_days,
                "count_c_days": count_c_days,
                "counts_per_zone": counts_per_zone,
                "cross_dock": cross_dock,
                "document_language": document_language,
                "dunnage": dunnage,
                "errands": errands,
                "face_max_days": face_max_days,
                "face_min_days": face_min_days,
                "inspection": inspection,
                "invoice_prefix": invoice_prefix,
                "label_check": label_check,
                "lease_margin_minutes": lease_margin_minutes,
                "lease_minutes": lease_minutes,
                "lock_in_cradle": lock_in_cradle,
                "lock_minutes": lock_minutes,
                "measure_first_receipt": measure_first_receipt,
                "network_at": network_at,
                "offline_sign_in": offline_sign_in,
                "offline_sign_in_hours": offline_sign_in_hours,
                "order_ship_days": order_ship_days,
                "over_tolerance_pct": over_tolerance_pct,
                "photo_days": photo_days,
                "pick_by_zone": pick_by_zone,
                "pick_face_first": pick_face_first,
                "pick_method": pick_method,
                "prices_with_tax": prices_with_tax,
                "print_job_days": print_job_days,
                "quality_check": quality_check,
                "receivers_name_goods": receivers_name_goods,
                "recount_pct": recount_pct,
                "recount_units": recount_units,
                "release_hours_ahead": release_hours_ahead,
                "release_most": release_most,
                "return_grades": return_grades,
                "returns_at": returns_at,
                "sample_cartons": sample_cartons,
                "service_goals": service_goals,
                "shelf_days_left": shelf_days_left,
                "short_dated_days": short_dated_days,
                "sscc_prefix": sscc_prefix,
                "substitutes_allowed": substitutes_allowed,
                "supervisor_minor": supervisor_minor,
                "supervisor_units": supervisor_units,
                "tasks_ahead": tasks_ahead,
                "value_currency": value_currency,
                "value_method": value_method,
                "weight_tolerance_pct": weight_tolerance_pct,
                "whole_containers": whole_containers,
                "zero_check": zero_check,
            },
        )

    def change_zone(
        self,
        code: str,
        *,
        equipment: str | None = LEFT_OUT,
        hazards: str | None = LEFT_OUT,
        lease_margin_minutes: int | None = LEFT_OUT,
        lease_minutes: int | None = LEFT_OUT,
        name: str | None = LEFT_OUT,
        proof: str | None = LEFT_OUT,
        temperature: str | None = LEFT_OUT,
    ) -> Any:
        """Change a zone's name, its proof, its lease, or what may lie there."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/zones/{quoted(code)}",
            body={
                "equipment": equipment,
                "hazards": hazards,
                "lease_margin_minutes": lease_margin_minutes,
                "lease_minutes": lease_minutes,
                "name": name,
                "proof": proof,
                "temperature": temperature,
            },
        )

    def create_aisle(
        self,
        *,
        code: str,
        x1_mm: int,
        x2_mm: int,
        y1_mm: int,
        y2_mm: int,
        kind: str = LEFT_OUT,
        one_way: bool = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Draw an aisle or a cross aisle."""
        return self._transport.ask(
            "POST",
            "/api/v1/aisles",
            body={
                "code": code,
                "kind": kind,
                "one_way": one_way,
                "x1_mm": x1_mm,
                "x2_mm": x2_mm,
                "y1_mm": y1_mm,
                "y2_mm": y2_mm,
            },
            key=idempotency_key or new_key(),
        )

    def create_carton_type(
        self,
        *,
        code: str,
        height_mm: int,
        length_mm: int,
        width_mm: int,
        cost_minor: int = LEFT_OUT,
        max_weight_g: int = LEFT_OUT,
        name: str = LEFT_OUT,
        tare_g: int = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make a carton type."""
        return self._transport.ask(
            "POST",
            "/api/v1/carton-types",
            body={
                "code": code,
                "cost_minor": cost_minor,
                "height_mm": height_mm,
                "length_mm": length_mm,
                "max_weight_g": max_weight_g,
                "name": name,
                "tare_g": tare_g,
                "width_mm": width_mm,
            },
            key=idempotency_key or new_key(),
        )

    def create_place(
        self,
        *,
        code: str,
        aisle: str = LEFT_OUT,
        bay: str = LEFT_OUT,
        kind: str = LEFT_OUT,
        level: str = LEFT_OUT,
        max_pallets: int = LEFT_OUT,
        max_weight_g: int = LEFT_OUT,
        on_aisle: str | None = LEFT_OUT,
        pickable: bool | None = LEFT_OUT,
        volume_mm3: int = LEFT_OUT,
        x_mm: int = LEFT_OUT,
        y_mm: int = LEFT_OUT,
        zone: str | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make a place."""
        return self._transport.ask(
            "POST",
            "/api/v1/places",
            body={
                "aisle": aisle,
                "bay": bay,
                "code": code,
                "kind": kind,
                "level": level,
                "max_pallets": max_pallets,
                "max_weight_g": max_weight_g,
                "on_aisle": on_aisle,
                "pickable": pickable,
                "volume_mm3": volume_mm3,
                "x_mm": x_mm,
                "y_mm": y_mm,
                "zone": zone,
            },
            key=idempotency_key or new_key(),
        )

    def create_zone(
        self,
        *,
        code: str,
        name: str,
        equipment: str = LEFT_OUT,
        hazards: str = LEFT_OUT,
        lease_margin_minutes: int | None = LEFT_OUT,
        lease_minutes: int = LEFT_OUT,
        proof: str = LEFT_OUT,
        temperature: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make a zone."""
        return self._transport.ask(
            "POST",
            "/api/v1/zones",
            body={
                "code": code,
                "equipment": equipment,
                "hazards": hazards,
                "lease_margin_minutes": lease_margin_minutes,
                "lease_minutes": lease_minutes,
                "name": name,
                "proof": proof,
                "temperature": temperature,
            },
            key=idempotency_key or new_key(),
        )

    def known_settings(self) -> Any:
        """List every setting with its value, its safe default and its range."""
        return self._transport.ask("GET", "/api/v1/site/settings/known")

    def list_aisles(self) -> Any:
        """List the ways of the floor plan."""
        return self._transport.ask("GET", "/api/v1/aisles")

    def list_carton_types(self) -> Any:
        """List the kinds of cartons that the site has, the smallest first."""
        return self._transport.ask("GET", "/api/v1/carton-types")

    def list_containers(
        self,
        *,
        q: str = LEFT_OUT,
        kind: str = LEFT_OUT,
        state: str = LEFT_OUT,
        place: str = LEFT_OUT,
        holds: str = LEFT_OUT,
        order: int | None = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str = LEFT_OUT,
    ) -> Any:
        """List totes, cartons and pallets."""
        return self._transport.ask(
            "GET",
            "/api/v1/containers",
            query={
                "q": q,
                "kind": kind,
                "state": state,
                "place": place,
                "holds": holds,
                "order": order,
                "limit": limit,
                "cursor": cursor,
            },
        )

    def list_place_changes(
        self, place_id: int, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT
    ) -> Any:
        """List what a place was called and where it stood before, newest first."""
        return self._transport.ask(
            "GET",
            f"/api/v1/places/{quoted(place_id)}/changes",
            query={"limit": limit, "cursor": cursor},
        )

    def list_places(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        zone: str = LEFT_OUT,
        kind: str = LEFT_OUT,
        code: str = LEFT_OUT,
        use: str = LEFT_OUT,
        label: str = LEFT_OUT,
    ) -> Any:
        """List the places of the site."""
        return self._transport.ask(
            "GET",
            "/api/v1/places",
            query={
                "limit": limit,
                "cursor": cursor,
                "zone": zone,
                "kind": kind,
                "code": code,
                "use": use,
                "label": label,
            },
        )

    def list_zones(self) -> Any:
        """List the zones of the site."""
        return self._transport.ask("GET", "/api/v1/zones")

    def make_containers(
        self,
        *,
        kind: str,
        many: int = LEFT_OUT,
        place: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make pallets, cartons or carts, each with a plate of its own: an SSCC where the site
        has a GS1 prefix."""
        return self._transport.ask(
            "POST",
            "/api/v1/containers",
            body={"kind": kind, "many": many, "place": place},
            key=idempotency_key or new_key(),
        )

    def name_aisle(
        self, code: str, *, to: str, dry: bool = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Rename an aisle, and the bins whose codes are made of its name; stock and history stay
        with them."""
        return self._transport.ask(
            "POST",
            f"/api/v1/aisles/{quoted(code)}/name",
            body={"dry": dry, "to": to},
            key=idempotency_key or new_key(),
        )

    def name_zone(
        self, code: str, *, to: str, dry: bool = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Rename a zone, and the bins whose codes are made of its name; stock and history stay
        with them."""
        return self._transport.ask(
            "POST",
            f"/api/v1/zones/{quoted(code)}/name",
            body={"dry": dry, "to": to},
            key=idempotency_key or new_key(),
        )

    def settings_history(self, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT) -> Any:
        """List who changed which setting, newest first; nobody can change that list."""
        return self._transport.ask(
            "GET", "/api/v1/site/settings/history", query={"limit": limit, "cursor": cursor}
        )

    def show_container(self, code: str) -> Any:
        """Show a container with all that is in it and stands in it, its weight, and what was
        done with it."""
        return self._transport.ask("GET", f"/api/v1/containers/{quoted(code)}")

    def show_settings(self) -> Any:
        """Show how the site works."""
        return self._transport.ask("GET", "/api/v1/site/settings")

    def use_places(
        self,
        *,
        active: bool,
        aisle: str | None = LEFT_OUT,
        places: list[str] = LEFT_OUT,
        why: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Take places, or all bins of an aisle, out of use, as a broken rack is, or bring them
        back."""
        return self._transport.ask(
            "POST",
            "/api/v1/places/use",
            body={"active": active, "aisle": aisle, "places": places, "why": why},
            key=idempotency_key or new_key(),
        )


class Lots(Part):
    """Lots."""

    def lift_recall(self, lot_id: int, *, idempotency_key: str | None = None) -> Any:
        """Lift a recall: the lot can be promised again."""
        return self._transport.ask(
            "POST",
            f"/api/v1/lots/{quoted(lot_id)}/recall/lift",
            body={},
            key=idempotency_key or new_key(),
        )

    def recall_lot(self, lot_id: int, *, reason: str, idempotency_key: str | None = None) -> Any:
        """Recall a lot: frozen at once, its promises let go, its goods under way brought back."""
        return self._transport.ask(
            "POST",
            f"/api/v1/lots/{quoted(lot_id)}/recall",
            body={"reason": reason},
            key=idempotency_key or new_key(),
        )


class Orders(Part):
    """Orders."""

    def allow_substitutes(self, order_id: int, *, allowed: bool) -> Any:
        """Say whether the customer takes another item where one cannot be had."""
        return self._transport.ask(
            "PUT", f"/api/v1/orders/{quoted(order_id)}/substitutes", body={"allowed": allowed}
        )

    def cancel_order(self, order_id: int, *, idempotency_key: str | None = None) -> Any:
        """Cancel an order; goods that are picked already are carried back."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/cancel",
            body={},
            key=idempotency_key or new_key(),
        )

    def change_address(
        self,
        order_id: int,
        *,
        city: str,
        country: str,
        customer: str,
        postcode: str,
        street: str,
        idempotency_key: str | None = None,
    ) -> Any:
        """Mend the address of an order whose labels are not printed yet."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/address",
            body={
                "city": city,
                "country": country,
                "customer": customer,
                "postcode": postcode,
                "street": street,
            },
            key=idempotency_key or new_key(),
        )

    def change_order(self, order_id: int, *, priority: int) -> Any:
        """Say how urgent an order is; work that waits for it alone follows."""
        return self._transport.ask(
            "PATCH", f"/api/v1/orders/{quoted(order_id)}", body={"priority": priority}
        )

    def create_order(
        self,
        *,
        lines: list[dict[str, Any]],
        number: str,
        channel: str = LEFT_OUT,
        city: str = LEFT_OUT,
        collect: bool = LEFT_OUT,
        country: str = LEFT_OUT,
        customer: str = LEFT_OUT,
        gift: bool = LEFT_OUT,
        gift_note: str = LEFT_OUT,
        language: str = LEFT_OUT,
        note: str = LEFT_OUT,
        owner: int | str | None = LEFT_OUT,
        placed_at: int | None = LEFT_OUT,
        postcode: str = LEFT_OUT,
        priority: int = LEFT_OUT,
        shelf_days_left: int = LEFT_OUT,
        ship_by: int | None = LEFT_OUT,
        street: str = LEFT_OUT,
        substitutes: bool | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Take an order in; each line is reserved at once."""
        return self._transport.ask(
            "POST",
            "/api/v1/orders",
            body={
                "channel": channel,
                "city": city,
                "collect": collect,
                "country": country,
                "customer": customer,
                "gift": gift,
                "gift_note": gift_note,
                "language": language,
                "lines": lines,
                "note": note,
                "number": number,
                "owner": owner,
                "placed_at": placed_at,
                "postcode": postcode,
                "priority": priority,
                "shelf_days_left": shelf_days_left,
                "ship_by": ship_by,
                "street": street,
                "substitutes": substitutes,
            },
            key=idempotency_key or new_key(),
        )

    def hold_order(self, order_id: int, *, idempotency_key: str | None = None) -> Any:
        """Keep an order that waits from being released; what it was promised stays promised."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/hold",
            body={},
            key=idempotency_key or new_key(),
        )

    def let_go_order(self, order_id: int, *, idempotency_key: str | None = None) -> Any:
        """Let an order that was kept back be released again."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/let-go",
            body={},
            key=idempotency_key or new_key(),
        )

    def list_orders(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: str = LEFT_OUT,
        sort: str = LEFT_OUT,
        descending: bool = LEFT_OUT,
        state: str = LEFT_OUT,
        number: str = LEFT_OUT,
        channel: str | None = LEFT_OUT,
        owner: int | None = LEFT_OUT,
    ) -> Any:
        """List orders, newest first or as asked."""
        return self._transport.ask(
            "GET",
            "/api/v1/orders",
            query={
                "limit": limit,
                "cursor": cursor,
                "sort": sort,
                "descending": descending,
                "state": state,
                "number": number,
                "channel": channel,
                "owner": owner,
            },
        )

    def list_substitutes(self, order_id: int, line_id: int) -> Any:
        """Show what may stand for a line of an order, and how many of each are available."""
        return self._transport.ask(
            "GET", f"/api/v1/orders/{quoted(order_id)}/lines/{quoted(line_id)}/substitutes"
        )

    def merge_orders(self, order_id: int, *, order: int, idempotency_key: str | None = None) -> Any:
        """Let another open order of the same customer and address be part of this one."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/merge",
            body={"order": order},
            key=idempotency_key or new_key(),
        )

    def release_order(
        self, order_id: int, *, partial: bool = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Release an order: its bins are pinned and its pick tasks made."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/release",
            query={"partial": partial},
            body={},
            key=idempotency_key or new_key(),
        )

    def release_orders(
        self,
        *,
        orders: list[int],
        method: str | None = LEFT_OUT,
        partial: bool = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Release orders together: a wave. Each answers whether it was released, or why not."""
        return self._transport.ask(
            "POST",
            "/api/v1/orders/release",
            body={"method": method, "orders": orders, "partial": partial},
            key=idempotency_key or new_key(),
        )

    def show_order(self, order_id: int) -> Any:
        """Show an order with its lines and parcels."""
        return self._transport.ask("GET", f"/api/v1/orders/{quoted(order_id)}")

    def show_stock(
        self, *, item: str, at: int | None = LEFT_OUT, owner: int | None = LEFT_OUT
    ) -> Any:
        """Show how many of an item there are, and where, or were at a past moment."""
        return self._transport.ask(
            "GET", "/api/v1/stock", query={"item": item, "at": at, "owner": owner}
        )

    def split_order(
        self, order_id: int, *, lines: list[dict[str, Any]], idempotency_key: str | None = None
    ) -> Any:
        """Split an open order: units of its lines become an order of their own, with their
        promises."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/split",
            body={"lines": lines},
            key=idempotency_key or new_key(),
        )

    def substitute_line(
        self,
        order_id: int,
        line_id: int,
        *,
        item: int,
        qty: int,
        idempotency_key: str | None = None,
    ) -> Any:
        """Let another item stand for what a line lacks: reserved at once, and whoever picks the
        order is sent to it."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/lines/{quoted(line_id)}/substitute",
            body={"item": item, "qty": qty},
            key=idempotency_key or new_key(),
        )

    def take_substitute_back(
        self, order_id: int, line_id: int, *, idempotency_key: str | None = None
    ) -> Any:
        """Let a substitute not come after all; the line that it stood for is reserved as far as
        it can be."""
        return self._transport.ask(
            "POST",
            f"/api/v1/orders/{quoted(order_id)}/lines/{quoted(line_id)}/take-back",
            body={},
            key=idempotency_key or new_key(),
        )


class Owners(Part):
    """Owners."""

    def change_owner(self, owner_id: int, *, name: str) -> Any:
        """Call an owner otherwise."""
        return self._transport.ask(
            "PATCH", f"/api/v1/owners/{quoted(owner_id)}", body={"name": name}
        )

    def create_owner(self, *, code: str, name: str, idempotency_key: str | None = None) -> Any:
        """Keep goods of one more client."""
        return self._transport.ask(
            "POST",
            "/api/v1/owners",
            body={"code": code, "name": name},
            key=idempotency_key or new_key(),
        )

    def list_owners(self) -> Any:
        """List the house and the clients whose goods are kept here."""
        return self._transport.ask("GET", "/api/v1/owners")


class Parcels(Part):
    """Parcels."""

    def label_pdf(self, shipment_id: int) -> Any:
        """Print the parcel label, 100 by 150 mm; the carrier's own, where its service sells it."""
        return self._transport.ask("GET", f"/api/v1/shipments/{quoted(shipment_id)}/label.pdf")

    def label_zpl(self, shipment_id: int) -> Any:
        """Print the parcel label in a Zebra printer's language, 8 dots a millimetre; or the
        carrier's own."""
        return self._transport.ask("GET", f"/api/v1/shipments/{quoted(shipment_id)}/label.zpl")

    def show_shipment(self, shipment_id: int) -> Any:
        """Show a parcel with what is in it."""
        return self._transport.ask("GET", f"/api/v1/shipments/{quoted(shipment_id)}")


class People(Part):
    """People."""

    def list_devices(self, *, limit: int = LEFT_OUT, cursor: str | None = LEFT_OUT) -> Any:
        """List the site's handhelds."""
        return self._transport.ask(
            "GET", "/api/v1/devices", query={"limit": limit, "cursor": cursor}
        )

    def list_people(
        self, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT, role: str | None = LEFT_OUT
    ) -> Any:
        """List the people of the site."""
        return self._transport.ask(
            "GET", "/api/v1/people", query={"limit": limit, "cursor": cursor, "role": role}
        )

    def revoke_device(self, device_id: str, *, idempotency_key: str | None = None) -> Any:
        """Take a lost or stolen handheld out of service at once."""
        return self._transport.ask(
            "POST",
            f"/api/v1/devices/{quoted(device_id)}/revoke",
            body={},
            key=idempotency_key or new_key(),
        )

    def show_person(self, person_id: int) -> Any:
        """Show one of the people of the site."""
        return self._transport.ask("GET", f"/api/v1/people/{quoted(person_id)}")

    def who_am_i(self) -> Any:
        """Tell who is signed in."""
        return self._transport.ask("GET", "/api/v1/session")


class Photos(Part):
    """Photos."""

    def hand_in_from_desk(self, sha256: str, *, event: str) -> Any:
        """Hand in a photo that an event of the office has named"""
        return self._transport.ask(
            "PUT", f"/api/v1/photos/{quoted(sha256)}/from-desk", query={"event": event}, body={}
        )

    def show(self, sha256: str) -> Any:
        """A photo that was kept as evidence"""
        return self._transport.ask("GET", f"/api/v1/photos/{quoted(sha256)}")


class Planning(Part):
    """Planning."""

    def approve_over_budget(
        self, proposal_id: int, *, version: int, idempotency_key: str | None = None
    ) -> Any:
        """Order what the proposal says, though the month's budget does not allow it."""
        return self._transport.ask(
            "POST",
            f"/api/v1/buying/proposals/{quoted(proposal_id)}/approve-over-budget",
            body={"version": version},
            key=idempotency_key or new_key(),
        )

    def approve_proposal(
        self, proposal_id: int, *, version: int, idempotency_key: str | None = None
    ) -> Any:
        """Order what the proposal says; a second time answers the same purchase order."""
        return self._transport.ask(
            "POST",
            f"/api/v1/buying/proposals/{quoted(proposal_id)}/approve",
            body={"version": version},
            key=idempotency_key or new_key(),
        )

    def change_proposal_line(
        self,
        proposal_id: int,
        line_id: int,
        *,
        left_out: bool | None = LEFT_OUT,
        qty: int | None = LEFT_OUT,
    ) -> Any:
        """Order another quantity, leave a line out, or take it in again."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/buying/proposals/{quoted(proposal_id)}/lines/{quoted(line_id)}",
            body={"left_out": left_out, "qty": qty},
        )

    def reckon_now(self, *, idempotency_key: str | None = None) -> Any:
        """Have forecasts and proposals reckoned anew, in a moment."""
        return self._transport.ask(
            "POST", "/api/v1/buying/reckon", body={}, key=idempotency_key or new_key()
        )

    def remember_demand(self, *, lines: list[dict[str, Any]]) -> Any:
        """Take in what a former system knew was ordered on which day."""
        return self._transport.ask("PUT", "/api/v1/past-demand", body={"lines": lines})

    def show_buying(self) -> Any:
        """Show what to buy now, by supplier, and why."""
        return self._transport.ask("GET", "/api/v1/buying")

    def show_forecast(self, *, item: str) -> Any:
        """Show what is expected of an item, and how far such forecasts were off."""
        return self._transport.ask("GET", "/api/v1/forecast", query={"item": item})


class Postage(Part):
    """Postage."""

    def ask_again(self, shipment_id: int, *, idempotency_key: str | None = None) -> Any:
        """Ask the carrier for a parcel's label once more, at once."""
        return self._transport.ask(
            "POST",
            f"/api/v1/shipments/{quoted(shipment_id)}/label/again",
            body={},
            key=idempotency_key or new_key(),
        )

    def ask_for_manifest(
        self, carrier_id: int, *, day: str, idempotency_key: str | None = None
    ) -> Any:
        """Have the carrier told of a day's parcels; the job that does it keeps the carrier's
        paper."""
        return self._transport.ask(
            "POST",
            f"/api/v1/carriers/{quoted(carrier_id)}/manifests",
            body={"day": day},
            key=idempotency_key or new_key(),
        )

    def list_manifests(self, carrier_id: int) -> Any:
        """List the latest manifests that a carrier's service made."""
        return self._transport.ask("GET", f"/api/v1/carriers/{quoted(carrier_id)}/manifests")

    def manifest_paper(self, manifest_id: int) -> Any:
        """Print a carrier's own manifest."""
        return self._transport.ask("GET", f"/api/v1/carriers/manifests/{quoted(manifest_id)}.pdf")

    def say_account(
        self,
        carrier_id: int,
        *,
        sender: dict[str, Any],
        service: str,
        api_key: str | None = LEFT_OUT,
        format: str = LEFT_OUT,
        ways: list[str] = LEFT_OUT,
    ) -> Any:
        """Have a carrier's labels bought by a service from now on."""
        return self._transport.ask(
            "PUT",
            f"/api/v1/carriers/{quoted(carrier_id)}/account",
            body={
                "api_key": api_key,
                "format": format,
                "sender": sender,
                "service": service,
                "ways": ways,
            },
        )

    def show_account(self, carrier_id: int) -> Any:
        """Show by which service a carrier's labels are bought; its key is never answered."""
        return self._transport.ask("GET", f"/api/v1/carriers/{quoted(carrier_id)}/account")

    def take_account_away(self, carrier_id: int) -> Any:
        """Print a carrier's labels in the house from now on; the key is forgotten."""
        return self._transport.ask("DELETE", f"/api/v1/carriers/{quoted(carrier_id)}/account")

    def try_account(
        self,
        carrier_id: int,
        *,
        city: str,
        country: str,
        street: str,
        postcode: str = LEFT_OUT,
        state: str = LEFT_OUT,
        weight_g: int = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Ask a carrier's service what a parcel would cost; nothing is bought."""
        return self._transport.ask(
            "POST",
            f"/api/v1/carriers/{quoted(carrier_id)}/account/try",
            body={
                "city": city,
                "country": country,
                "postcode": postcode,
                "state": state,
                "street": street,
                "weight_g": weight_g,
            },
            key=idempotency_key or new_key(),
        )


class Printing(Part):
    """Printing."""

    def cancel_job(self, job_id: int, *, idempotency_key: str | None = None) -> Any:
        """Do not print it."""
        return self._transport.ask(
            "POST",
            f"/api/v1/print-jobs/{quoted(job_id)}/cancel",
            body={},
            key=idempotency_key or new_key(),
        )

    def change_printer(
        self,
        printer_id: int,
        *,
        active: bool | None = LEFT_OUT,
        dpi: int | None = LEFT_OUT,
        host: str | None = LEFT_OUT,
        name: str | None = LEFT_OUT,
        place: str | None = LEFT_OUT,
        port: int | None = LEFT_OUT,
    ) -> Any:
        """Change a printer, or put it out of use."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/printers/{quoted(printer_id)}",
            body={
                "active": active,
                "dpi": dpi,
                "host": host,
                "name": name,
                "place": place,
                "port": port,
            },
        )

    def create_printer(
        self,
        *,
        kind: str,
        name: str,
        takes: str,
        dpi: int = LEFT_OUT,
        host: str = LEFT_OUT,
        place: str = LEFT_OUT,
        port: int = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Set a printer up; it is in the house's own network."""
        return self._transport.ask(
            "POST",
            "/api/v1/printers",
            body={
                "dpi": dpi,
                "host": host,
                "kind": kind,
                "name": name,
                "place": place,
                "port": port,
                "takes": takes,
            },
            key=idempotency_key or new_key(),
        )

    def list_jobs(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        state: str = LEFT_OUT,
        mine: bool = LEFT_OUT,
    ) -> Any:
        """List what is to be printed and what was, newest first."""
        return self._transport.ask(
            "GET",
            "/api/v1/print-jobs",
            query={"limit": limit, "cursor": cursor, "state": state, "mine": mine},
        )

    def list_printers(self) -> Any:
        """List the printers, and how they go."""
        return self._transport.ask("GET", "/api/v1/printers")

    def note_printed(self, job_id: int, *, idempotency_key: str | None = None) -> Any:
        """It is on paper: printed from a screen, or seen at the printer."""
        return self._transport.ask(
            "POST",
            f"/api/v1/print-jobs/{quoted(job_id)}/printed",
            body={},
            key=idempotency_key or new_key(),
        )

    def print_again(
        self, job_id: int, *, printer: int | None = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Print it again, here or on another printer."""
        return self._transport.ask(
            "POST",
            f"/api/v1/print-jobs/{quoted(job_id)}/again",
            body={"printer": printer},
            key=idempotency_key or new_key(),
        )

    def print_paper(
        self,
        *,
        paper: str,
        printer: int,
        invoice: int | None = LEFT_OUT,
        shipment: int | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Print a paper of a parcel, or an invoice, on a printer, in a moment."""
        return self._transport.ask(
            "POST",
            "/api/v1/print-jobs",
            body={"invoice": invoice, "paper": paper, "printer": printer, "shipment": shipment},
            key=idempotency_key or new_key(),
        )

    def show_paper(self, job_id: int) -> Any:
        """The paper as PDF, for a printer of the browser's."""
        return self._transport.ask("GET", f"/api/v1/print-jobs/{quoted(job_id)}/paper.pdf")

    def test_printer(self, printer_id: int, *, idempotency_key: str | None = None) -> Any:
        """Print a test on it, in a moment."""
        return self._transport.ask(
            "POST",
            f"/api/v1/printers/{quoted(printer_id)}/test",
            body={},
            key=idempotency_key or new_key(),
        )


class Purchasing(Part):
    """Purchasing."""

    def approve_purchase_order(
        self, purchase_order_id: int, *, idempotency_key: str | None = None
    ) -> Any:
        """Approve a draft: it counts as incoming, and may be sent."""
        return self._transport.ask(
            "POST",
            f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/approve",
            body={},
            key=idempotency_key or new_key(),
        )

    def cancel_purchase_order(
        self, purchase_order_id: int, *, idempotency_key: str | None = None
    ) -> Any:
        """Cancel it: nothing of it is awaited any more."""
        return self._transport.ask(
            "POST",
            f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/cancel",
            body={},
            key=idempotency_key or new_key(),
        )

    def change_purchase_order_line(
        self,
        purchase_order_id: int,
        line_id: int,
        *,
        expected_on: str | None = LEFT_OUT,
        price_minor: int | None = LEFT_OUT,
        qty: int | None = LEFT_OUT,
    ) -> Any:
        """Change how many, at which price, or for which day; what it was stays in the history."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/lines/{quoted(line_id)}",
            body={"expected_on": expected_on, "price_minor": price_minor, "qty": qty},
        )

    def change_supplier(
        self,
        supplier_id: int,
        *,
        address: str | None = LEFT_OUT,
        currency: str | None = LEFT_OUT,
        email: str | None = LEFT_OUT,
        inspection: str | None = LEFT_OUT,
        lead_days: int | None = LEFT_OUT,
        min_order_minor: int | None = LEFT_OUT,
        min_order_qty: int | None = LEFT_OUT,
        name: str | None = LEFT_OUT,
        over_tolerance_pct: int | None = LEFT_OUT,
        sample_cartons: int | None = LEFT_OUT,
        sends_itself: bool | None = LEFT_OUT,
    ) -> Any:
        """Change a supplier's terms."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/suppliers/{quoted(supplier_id)}",
            body={
                "address": address,
                "currency": currency,
                "email": email,
                "inspection": inspection,
                "lead_days": lead_days,
                "min_order_minor": min_order_minor,
                "min_order_qty": min_order_qty,
                "name": name,
                "over_tolerance_pct": over_tolerance_pct,
                "sample_cartons": sample_cartons,
                "sends_itself": sends_itself,
            },
        )

    def close_purchase_order(
        self, purchase_order_id: int, *, idempotency_key: str | None = None
    ) -> Any:
        """Close it: what has not come is awaited no longer."""
        return self._transport.ask(
            "POST",
            f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/close",
            body={},
            key=idempotency_key or new_key(),
        )

    def confirm_purchase_order(
        self,
        purchase_order_id: int,
        *,
        expected_on: str,
        lines: list[dict[str, Any]] = LEFT_OUT,
        reference: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Note what the supplier confirmed: when the goods come."""
        return self._transport.ask(
            "POST",
            f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/confirm",
            body={"expected_on": expected_on, "lines": lines, "reference": reference},
            key=idempotency_key or new_key(),
        )

    def create_purchase_order(
        self,
        *,
        lines: list[dict[str, Any]],
        number: str,
        supplier: int | str,
        currency: str | None = LEFT_OUT,
        expected_on: str | None = LEFT_OUT,
        ordered_at: int | None = LEFT_OUT,
        owner: int | str | None = LEFT_OUT,
        state: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Order goods from a supplier, or begin a draft."""
        return self._transport.ask(
            "POST",
            "/api/v1/purchase-orders",
            body={
                "currency": currency,
                "expected_on": expected_on,
                "lines": lines,
                "number": number,
                "ordered_at": ordered_at,
                "owner": owner,
                "state": state,
                "supplier": supplier,
            },
            key=idempotency_key or new_key(),
        )

    def create_supplier(
        self,
        *,
        code: str,
        name: str,
        address: str = LEFT_OUT,
        currency: str = LEFT_OUT,
        email: str = LEFT_OUT,
        inspection: str = LEFT_OUT,
        lead_days: int = LEFT_OUT,
        min_order_minor: int = LEFT_OUT,
        min_order_qty: int = LEFT_OUT,
        over_tolerance_pct: int | None = LEFT_OUT,
        sample_cartons: int | None = LEFT_OUT,
        sends_itself: bool = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make a supplier."""
        return self._transport.ask(
            "POST",
            "/api/v1/suppliers",
            body={
                "address": address,
                "code": code,
                "currency": currency,
                "email": email,
                "inspection": inspection,
                "lead_days": lead_days,
                "min_order_minor": min_order_minor,
                "min_order_qty": min_order_qty,
                "name": name,
                "over_tolerance_pct": over_tolerance_pct,
                "sample_cartons": sample_cartons,
                "sends_itself": sends_itself,
            },
            key=idempotency_key or new_key(),
        )

    def discrepancies_pdf(self, purchase_order_id: int) -> Any:
        """Print what came otherwise than it was ordered, for the supplier, A4."""
        return self._transport.ask(
            "GET", f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/discrepancies.pdf"
        )

    def list_purchase_orders(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: str = LEFT_OUT,
        sort: str = LEFT_OUT,
        descending: bool = LEFT_OUT,
        state: str = LEFT_OUT,
        number: str = LEFT_OUT,
        supplier: int | None = LEFT_OUT,
        owner: int | None = LEFT_OUT,
    ) -> Any:
        """List purchase orders, newest first."""
        return self._transport.ask(
            "GET",
            "/api/v1/purchase-orders",
            query={
                "limit": limit,
                "cursor": cursor,
                "sort": sort,
                "descending": descending,
                "state": state,
                "number": number,
                "supplier": supplier,
                "owner": owner,
            },
        )

    def list_supplier_items(
        self, supplier_id: int, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT
    ) -> Any:
        """List what a supplier sells, and how."""
        return self._transport.ask(
            "GET",
            f"/api/v1/suppliers/{quoted(supplier_id)}/items",
            query={"limit": limit, "cursor": cursor},
        )

    def list_suppliers(self, *, limit: int = LEFT_OUT, cursor: int | None = LEFT_OUT) -> Any:
        """List suppliers."""
        return self._transport.ask(
            "GET", "/api/v1/suppliers", query={"limit": limit, "cursor": cursor}
        )

    def match_purchase_order(
        self, purchase_order_id: int, *, order: str, idempotency_key: str | None = None
    ) -> Any:
        """Say by which purchase order goods were ordered that came unannounced: its lines have
        them."""
        return self._transport.ask(
            "POST",
            f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/match",
            body={"order": order},
            key=idempotency_key or new_key(),
        )

    def purchase_order_csv(self, purchase_order_id: int) -> Any:
        """The lines of the purchase order for the supplier's system."""
        return self._transport.ask(
            "GET", f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/order.csv"
        )

    def purchase_order_pdf(self, purchase_order_id: int) -> Any:
        """Print the purchase order as the supplier gets it, A4."""
        return self._transport.ask(
            "GET", f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/order.pdf"
        )

    def purchase_order_workbook(self, purchase_order_id: int) -> Any:
        """The same as a workbook."""
        return self._transport.ask(
            "GET", f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/order.xlsx"
        )

    def put_supplier_item(
        self,
        supplier_id: int,
        *,
        item: int | str,
        barcode: str = LEFT_OUT,
        code: str = LEFT_OUT,
        pack_qty: int = LEFT_OUT,
        pallet_qty: int = LEFT_OUT,
        preferred: bool | None = LEFT_OUT,
        price_breaks: list[dict[str, Any]] = LEFT_OUT,
        price_minor: int = LEFT_OUT,
    ) -> Any:
        """Say how a supplier sells an item; answers that one."""
        return self._transport.ask(
            "PUT",
            f"/api/v1/suppliers/{quoted(supplier_id)}/items",
            body={
                "barcode": barcode,
                "code": code,
                "item": item,
                "pack_qty": pack_qty,
                "pallet_qty": pallet_qty,
                "preferred": preferred,
                "price_breaks": price_breaks,
                "price_minor": price_minor,
            },
        )

    def remember_deliveries(self, supplier_id: int, *, deliveries: list[dict[str, Any]]) -> Any:
        """Say how a supplier delivered before this system knew of it; replaces what was said
        before."""
        return self._transport.ask(
            "PUT",
            f"/api/v1/suppliers/{quoted(supplier_id)}/past-deliveries",
            body={"deliveries": deliveries},
        )

    def send_discrepancies(
        self, purchase_order_id: int, *, idempotency_key: str | None = None
    ) -> Any:
        """Have the supplier told what came otherwise than it was ordered, in a moment: by
        e-mail, or into the outbox."""
        return self._transport.ask(
            "POST",
            f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/discrepancies/send",
            body={},
            key=idempotency_key or new_key(),
        )

    def send_purchase_order(
        self, purchase_order_id: int, *, idempotency_key: str | None = None
    ) -> Any:
        """Have it sent to the supplier, in a moment: by e-mail, or into the outbox."""
        return self._transport.ask(
            "POST",
            f"/api/v1/purchase-orders/{quoted(purchase_order_id)}/send",
            body={},
            key=idempotency_key or new_key(),
        )

    def show_purchase_order(self, purchase_order_id: int) -> Any:
        """Show a purchase order: its lines, what came, what turned out otherwise, and its
        history; prices to buyers."""
        return self._transport.ask("GET", f"/api/v1/purchase-orders/{quoted(purchase_order_id)}")

    def show_supplier(self, supplier_id: int) -> Any:
        """Show a supplier's terms, and how it has kept to what was agreed at this site."""
        return self._transport.ask("GET", f"/api/v1/suppliers/{quoted(supplier_id)}")

    def take_supplier_item_away(self, supplier_id: int, item_id: int) -> Any:
        """Forget that a supplier sells an item."""
        return self._transport.ask(
            "DELETE", f"/api/v1/suppliers/{quoted(supplier_id)}/items/{quoted(item_id)}"
        )


class Relocations(Part):
    """Relocations."""

    def ask_for_relocation(self, wish: int, *, idempotency_key: str | None = None) -> Any:
        """Make a relocation work for the floor; where a bin is to be cleared first, that one
        first."""
        return self._transport.ask(
            "POST",
            f"/api/v1/relocations/{quoted(wish)}/ask",
            body={},
            key=idempotency_key or new_key(),
        )

    def leave_relocation(self, wish: int, *, idempotency_key: str | None = None) -> Any:
        """Leave goods where they are; this item is not proposed again."""
        return self._transport.ask(
            "POST",
            f"/api/v1/relocations/{quoted(wish)}/leave",
            body={},
            key=idempotency_key or new_key(),
        )

    def list_relocations(self) -> Any:
        """List relocations that save more walking than they cost, the best first."""
        return self._transport.ask("GET", "/api/v1/relocations")

    def reckon_relocations(self, *, idempotency_key: str | None = None) -> Any:
        """Have better places reckoned anew, in a moment."""
        return self._transport.ask(
            "POST", "/api/v1/relocations/reckon", body={}, key=idempotency_key or new_key()
        )


class Returns(Part):
    """Returns."""

    def announce_return(
        self,
        *,
        order: int | str,
        channel: str | None = LEFT_OUT,
        lines: list[dict[str, Any]] = LEFT_OUT,
        note: str = LEFT_OUT,
        number: str | None = LEFT_OUT,
        tracking: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Announce that a customer will send something back; the same again changes nothing."""
        return self._transport.ask(
            "POST",
            "/api/v1/returns",
            body={
                "channel": channel,
                "lines": lines,
                "note": note,
                "number": number,
                "order": order,
                "tracking": tracking,
            },
            key=idempotency_key or new_key(),
        )

    def decide_goods(
        self,
        return_id: int,
        goods_id: int,
        *,
        follow: str,
        note: str = LEFT_OUT,
        qty: int | None = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Decide about goods that lie apart: into stock again, back to their supplier, or
        written off."""
        return self._transport.ask(
            "POST",
            f"/api/v1/returns/{quoted(return_id)}/goods/{quoted(goods_id)}/decide",
            body={"follow": follow, "note": note, "qty": qty},
            key=idempotency_key or new_key(),
        )

    def list_returns(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        state: str = LEFT_OUT,
        number: str = LEFT_OUT,
        order: str = LEFT_OUT,
        grade: str = LEFT_OUT,
        waiting: bool = LEFT_OUT,
    ) -> Any:
        """List customer returns, newest first."""
        return self._transport.ask(
            "GET",
            "/api/v1/returns",
            query={
                "limit": limit,
                "cursor": cursor,
                "state": state,
                "number": number,
                "order": order,
                "grade": grade,
                "waiting": waiting,
            },
        )

    def show_return(self, return_id: int) -> Any:
        """Show a return: what was announced and what came, from which order, by whom, how it was
        judged, and its money."""
        return self._transport.ask("GET", f"/api/v1/returns/{quoted(return_id)}")


class Setup(Part):
    """Setup."""

    def make_floor(
        self,
        *,
        aisle_mm: int = LEFT_OUT,
        aisles: int = LEFT_OUT,
        bay_mm: int = LEFT_OUT,
        bays: int = LEFT_OUT,
        direction: str = LEFT_OUT,
        docks: int = LEFT_OUT,
        first_aisle: str = LEFT_OUT,
        first_bay: str = LEFT_OUT,
        first_level: str = LEFT_OUT,
        first_position: str = LEFT_OUT,
        levels: int = LEFT_OUT,
        max_pallets: int = LEFT_OUT,
        middle_crossings: int = LEFT_OUT,
        packing: int = LEFT_OUT,
        pattern: str = LEFT_OUT,
        pick_levels: int = LEFT_OUT,
        positions: int = LEFT_OUT,
        proof: str = LEFT_OUT,
        quarantines: int = LEFT_OUT,
        shipping: int = LEFT_OUT,
        sides: int = LEFT_OUT,
        zone: str = LEFT_OUT,
        zone_name: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Make the aisles, bins and stations of a plan that are missing; what is there stays."""
        return self._transport.ask(
            "POST",
            "/api/v1/floor",
            body={
                "aisle_mm": aisle_mm,
                "aisles": aisles,
                "bay_mm": bay_mm,
                "bays": bays,
                "direction": direction,
                "docks": docks,
                "first_aisle": first_aisle,
                "first_bay": first_bay,
                "first_level": first_level,
                "first_position": first_position,
                "levels": levels,
                "max_pallets": max_pallets,
                "middle_crossings": middle_crossings,
                "packing": packing,
                "pattern": pattern,
                "pick_levels": pick_levels,
                "positions": positions,
                "proof": proof,
                "quarantines": quarantines,
                "shipping": shipping,
                "sides": sides,
                "zone": zone,
                "zone_name": zone_name,
            },
            key=idempotency_key or new_key(),
        )

    def preview_floor(
        self,
        *,
        aisle_mm: int = LEFT_OUT,
        aisles: int = LEFT_OUT,
        bay_mm: int = LEFT_OUT,
        bays: int = LEFT_OUT,
        direction: str = LEFT_OUT,
        docks: int = LEFT_OUT,
        first_aisle: str = LEFT_OUT,
        first_bay: str = LEFT_OUT,
        first_level: str = LEFT_OUT,
        first_position: str = LEFT_OUT,
        levels: int = LEFT_OUT,
        max_pallets: int = LEFT_OUT,
        middle_crossings: int = LEFT_OUT,
        packing: int = LEFT_OUT,
        pattern: str = LEFT_OUT,
        pick_levels: int = LEFT_OUT,
        positions: int = LEFT_OUT,
        proof: str = LEFT_OUT,
        quarantines: int = LEFT_OUT,
        shipping: int = LEFT_OUT,
        sides: int = LEFT_OUT,
        zone: str = LEFT_OUT,
        zone_name: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Show what a plan would make; nothing is made."""
        return self._transport.ask(
            "POST",
            "/api/v1/floor/preview",
            body={
                "aisle_mm": aisle_mm,
                "aisles": aisles,
                "bay_mm": bay_mm,
                "bays": bays,
                "direction": direction,
                "docks": docks,
                "first_aisle": first_aisle,
                "first_bay": first_bay,
                "first_level": first_level,
                "first_position": first_position,
                "levels": levels,
                "max_pallets": max_pallets,
                "middle_crossings": middle_crossings,
                "packing": packing,
                "pattern": pattern,
                "pick_levels": pick_levels,
                "positions": positions,
                "proof": proof,
                "quarantines": quarantines,
                "shipping": shipping,
                "sides": sides,
                "zone": zone,
                "zone_name": zone_name,
            },
            key=idempotency_key or new_key(),
        )

    def print_badges(
        self,
        *,
        paper: str = LEFT_OUT,
        people: list[int] = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Print badges."""
        return self._transport.ask(
            "POST",
            "/api/v1/labels/badges",
            body={"paper": paper, "people": people},
            key=idempotency_key or new_key(),
        )

    def print_bins(
        self,
        *,
        aisle: str = LEFT_OUT,
        code: str = LEFT_OUT,
        old: bool = LEFT_OUT,
        paper: str = LEFT_OUT,
        zone: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Print labels of bins, by zone or aisle: PDF on A4 or Letter, or ZPL."""
        return self._transport.ask(
            "POST",
            "/api/v1/labels/bins",
            body={"aisle": aisle, "code": code, "old": old, "paper": paper, "zone": zone},
            key=idempotency_key or new_key(),
        )

    def print_items(
        self,
        *,
        items: list[int],
        copies: int = LEFT_OUT,
        paper: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Print labels of items, each so many times: PDF on A4 or Letter."""
        return self._transport.ask(
            "POST",
            "/api/v1/labels/items",
            body={"copies": copies, "items": items, "paper": paper},
            key=idempotency_key or new_key(),
        )

    def print_plates(
        self, *, codes: list[str], paper: str = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Print plates of containers: PDF on A4 or Letter, or ZPL."""
        return self._transport.ask(
            "POST",
            "/api/v1/labels/plates",
            body={"codes": codes, "paper": paper},
            key=idempotency_key or new_key(),
        )

    def print_totes(
        self,
        *,
        first: int = LEFT_OUT,
        many: int = LEFT_OUT,
        paper: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Print plates for totes."""
        return self._transport.ask(
            "POST",
            "/api/v1/labels/totes",
            body={"first": first, "many": many, "paper": paper},
            key=idempotency_key or new_key(),
        )

    def redraw_floor(
        self,
        *,
        version: str,
        gone: list[str] = LEFT_OUT,
        stands: list[dict[str, Any]] = LEFT_OUT,
        ways: list[dict[str, Any]] = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Save what was drawn by hand: ways and stations added, moved or taken away, as one
        change; bins go with them."""
        return self._transport.ask(
            "POST",
            "/api/v1/floor/drawing",
            body={"gone": gone, "stands": stands, "version": version, "ways": ways},
            key=idempotency_key or new_key(),
        )

    def show_checklist(self) -> Any:
        """Show what the warehouse still lacks."""
        return self._transport.ask("GET", "/api/v1/setup/checklist")

    def show_floor(self) -> Any:
        """Show the floor: its ways, stations, and how many bins each aisle has."""
        return self._transport.ask("GET", "/api/v1/floor")


class Stock(Part):
    """Stock."""

    def adjust(
        self,
        *,
        delta: int,
        item: int,
        place: int,
        reason: str,
        container: str = LEFT_OUT,
        lot: int = LEFT_OUT,
        note: str = LEFT_OUT,
        owner: int = LEFT_OUT,
        photo: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Add units to a balance or take them off, with a reason; above the site's limits a
        manager approves it first."""
        return self._transport.ask(
            "POST",
            "/api/v1/stock/adjustments",
            body={
                "container": container,
                "delta": delta,
                "item": item,
                "lot": lot,
                "note": note,
                "owner": owner,
                "photo": photo,
                "place": place,
                "reason": reason,
            },
            key=idempotency_key or new_key(),
        )

    def list_transit(self) -> Any:
        """List what is in transit to this site."""
        return self._transport.ask("GET", "/api/v1/stock/transfers")

    def move(
        self,
        *,
        item: int,
        place: int,
        qty: int,
        to: str,
        container: str = LEFT_OUT,
        lot: int = LEFT_OUT,
        owner: int = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Book that units lie somewhere else now."""
        return self._transport.ask(
            "POST",
            "/api/v1/stock/moves",
            body={
                "container": container,
                "item": item,
                "lot": lot,
                "owner": owner,
                "place": place,
                "qty": qty,
                "to": to,
            },
            key=idempotency_key or new_key(),
        )

    def send(
        self,
        *,
        item: int,
        place: int,
        qty: int,
        site: str,
        container: str = LEFT_OUT,
        lot: int = LEFT_OUT,
        owner: int = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Send units to another site: until they are taken in there they are in transit."""
        return self._transport.ask(
            "POST",
            "/api/v1/stock/transfers",
            body={
                "container": container,
                "item": item,
                "lot": lot,
                "owner": owner,
                "place": place,
                "qty": qty,
                "site": site,
            },
            key=idempotency_key or new_key(),
        )

    def show_balance(
        self,
        *,
        item: int,
        place: int,
        lot: int = LEFT_OUT,
        container: str = LEFT_OUT,
        owner: int = LEFT_OUT,
    ) -> Any:
        """Show what lies at a place and who is promised from it, before it is changed."""
        return self._transport.ask(
            "GET",
            "/api/v1/stock/balance",
            query={
                "item": item,
                "place": place,
                "lot": lot,
                "container": container,
                "owner": owner,
            },
        )

    def take_in(
        self,
        *,
        item: int,
        qty: int,
        to: str,
        lot: int = LEFT_OUT,
        owner: int = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Take in what another site has sent."""
        return self._transport.ask(
            "POST",
            "/api/v1/stock/transfers/take-in",
            body={"item": item, "lot": lot, "owner": owner, "qty": qty, "to": to},
            key=idempotency_key or new_key(),
        )


class Tasks(Part):
    """Tasks."""

    def assign(
        self, task_id: int, *, person: int | None, idempotency_key: str | None = None
    ) -> Any:
        """Give a task to a person, or back to everybody."""
        return self._transport.ask(
            "POST",
            f"/api/v1/tasks/{quoted(task_id)}/assign",
            body={"person": person},
            key=idempotency_key or new_key(),
        )

    def cancel(self, task_id: int, *, idempotency_key: str | None = None) -> Any:
        """End a task that will not be done."""
        return self._transport.ask(
            "POST",
            f"/api/v1/tasks/{quoted(task_id)}/cancel",
            body={},
            key=idempotency_key or new_key(),
        )

    def hold(
        self, task_id: int, *, reason: str = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Keep a task from being handed out."""
        return self._transport.ask(
            "POST",
            f"/api/v1/tasks/{quoted(task_id)}/hold",
            body={"reason": reason},
            key=idempotency_key or new_key(),
        )

    def list_tasks(
        self,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        state: str | None = LEFT_OUT,
        kind: str | None = LEFT_OUT,
        person: int | None = LEFT_OUT,
    ) -> Any:
        """List tasks, the newest first."""
        return self._transport.ask(
            "GET",
            "/api/v1/tasks",
            query={
                "limit": limit,
                "cursor": cursor,
                "state": state,
                "kind": kind,
                "person": person,
            },
        )

    def release(self, task_id: int, *, idempotency_key: str | None = None) -> Any:
        """Let a held task go on."""
        return self._transport.ask(
            "POST",
            f"/api/v1/tasks/{quoted(task_id)}/release",
            body={},
            key=idempotency_key or new_key(),
        )

    def resolve_exception(
        self,
        exception_id: int,
        *,
        action: str,
        note: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Resolve an exception: book what was set aside, reject it, have the bin counted, or
        approve a count as it is."""
        return self._transport.ask(
            "POST",
            f"/api/v1/exceptions/{quoted(exception_id)}/resolve",
            body={"action": action, "note": note},
            key=idempotency_key or new_key(),
        )

    def show_task(self, task_id: int) -> Any:
        """Show a task with its script and state."""
        return self._transport.ask("GET", f"/api/v1/tasks/{quoted(task_id)}")

    def show_unsynced(self, task_id: int) -> Any:
        """What the device of the task's person may not have sent yet, as it said when it was
        last heard."""
        return self._transport.ask("GET", f"/api/v1/tasks/{quoted(task_id)}/unsynced")


class UnknownGoods(Part):
    """Unknown_goods."""

    def decide_unknown_goods(
        self,
        exception_id: int,
        *,
        follow: str,
        each: int = LEFT_OUT,
        expires_on: str = LEFT_OUT,
        item: int | str | None = LEFT_OUT,
        lot: str = LEFT_OUT,
        new: dict[str, Any] | None = LEFT_OUT,
        note: str = LEFT_OUT,
        pack: str = LEFT_OUT,
        idempotency_key: str | None = None,
    ) -> Any:
        """Say what goods are that nobody knew: they are counted to the item and put away, or go
        back to their supplier."""
        return self._transport.ask(
            "POST",
            f"/api/v1/exceptions/{quoted(exception_id)}/unknown-goods",
            body={
                "each": each,
                "expires_on": expires_on,
                "follow": follow,
                "item": item,
                "lot": lot,
                "new": new,
                "note": note,
                "pack": pack,
            },
            key=idempotency_key or new_key(),
        )


class Views(Part):
    """Views."""

    def forget_view(self, view_id: int) -> Any:
        """Forget a view of one's own."""
        return self._transport.ask("DELETE", f"/api/v1/views/{quoted(view_id)}")

    def keep_view(
        self, *, list: str, name: str, query: str = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Keep a list under a name; the same name again is the same view, as it is now."""
        return self._transport.ask(
            "POST",
            "/api/v1/views",
            body={"list": list, "name": name, "query": query},
            key=idempotency_key or new_key(),
        )

    def list_views(self, *, list: str) -> Any:
        """List one's own views of a list, and those that are shared with one's role."""
        return self._transport.ask("GET", "/api/v1/views", query={"list": list})

    def share_view(self, view_id: int, *, role: str) -> Any:
        """Share a view of one's own with a role, or with nobody any more."""
        return self._transport.ask("PATCH", f"/api/v1/views/{quoted(view_id)}", body={"role": role})


class Watch(Part):
    """Watch."""

    def list_dead(
        self,
        *,
        days: int = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str = LEFT_OUT,
        format: str = LEFT_OUT,
    ) -> Any:
        """List what has been here for ``days`` and did not go to a customer in them, the most
        money first."""
        return self._transport.ask(
            "GET",
            "/api/v1/watch/dead",
            query={"days": days, "limit": limit, "cursor": cursor, "format": format},
        )

    def list_expiring(
        self,
        *,
        days: int = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str = LEFT_OUT,
        format: str = LEFT_OUT,
    ) -> Any:
        """List lots that expire within ``days`` or have expired, the first to expire first."""
        return self._transport.ask(
            "GET",
            "/api/v1/watch/expiring",
            query={"days": days, "limit": limit, "cursor": cursor, "format": format},
        )

    def list_low(
        self,
        *,
        days: int = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str = LEFT_OUT,
        format: str = LEFT_OUT,
    ) -> Any:
        """List what is at or under its reorder point, or wanted by orders that nothing is there
        for or comes for."""
        return self._transport.ask(
            "GET",
            "/api/v1/watch/low",
            query={"days": days, "limit": limit, "cursor": cursor, "format": format},
        )

    def list_overstock(
        self,
        *,
        days: int = LEFT_OUT,
        limit: int = LEFT_OUT,
        cursor: str = LEFT_OUT,
        format: str = LEFT_OUT,
    ) -> Any:
        """List what is more than the demand of ``days``, the most money first."""
        return self._transport.ask(
            "GET",
            "/api/v1/watch/overstock",
            query={"days": days, "limit": limit, "cursor": cursor, "format": format},
        )

    def show_sums(self) -> Any:
        """Show how many items each list has, and their money."""
        return self._transport.ask("GET", "/api/v1/watch")


class Webhooks(Part):
    """Webhooks."""

    def change_webhook(
        self,
        webhook_id: int,
        *,
        events: list[str] | None = LEFT_OUT,
        name: str | None = LEFT_OUT,
        url: str | None = LEFT_OUT,
    ) -> Any:
        """Change a webhook's name, address or events."""
        return self._transport.ask(
            "PATCH",
            f"/api/v1/webhooks/{quoted(webhook_id)}",
            body={"events": events, "name": name, "url": url},
        )

    def end_webhook(self, webhook_id: int, *, idempotency_key: str | None = None) -> Any:
        """Tell it nothing any more, for good."""
        return self._transport.ask(
            "POST",
            f"/api/v1/webhooks/{quoted(webhook_id)}/end",
            body={},
            key=idempotency_key or new_key(),
        )

    def list_messages(
        self,
        webhook_id: int,
        *,
        limit: int = LEFT_OUT,
        cursor: int | None = LEFT_OUT,
        state: str = LEFT_OUT,
    ) -> Any:
        """List what a webhook was told and is to be told, newest first."""
        return self._transport.ask(
            "GET",
            f"/api/v1/webhooks/{quoted(webhook_id)}/messages",
            query={"limit": limit, "cursor": cursor, "state": state},
        )

    def list_webhooks(self) -> Any:
        """List the addresses that are told what happens, and how that goes."""
        return self._transport.ask("GET", "/api/v1/webhooks")

    def make_webhook(
        self, *, events: list[str], name: str, url: str, channel: int | None = LEFT_OUT
    ) -> Any:
        """Tell an address what happens; the secret that signs it is answered this once."""
        return self._transport.ask(
            "POST",
            "/api/v1/webhooks",
            body={"channel": channel, "events": events, "name": name, "url": url},
        )

    def pause_webhook(self, webhook_id: int, *, idempotency_key: str | None = None) -> Any:
        """Send nothing for now; what happens meanwhile is kept for 30 days."""
        return self._transport.ask(
            "POST",
            f"/api/v1/webhooks/{quoted(webhook_id)}/pause",
            body={},
            key=idempotency_key or new_key(),
        )

    def replay_message(
        self, webhook_id: int, message_id: int, *, idempotency_key: str | None = None
    ) -> Any:
        """Send one message again."""
        return self._transport.ask(
            "POST",
            f"/api/v1/webhooks/{quoted(webhook_id)}/messages/{quoted(message_id)}/replay",
            body={},
            key=idempotency_key or new_key(),
        )

    def replay_messages(
        self, webhook_id: int, *, since: int | None = LEFT_OUT, idempotency_key: str | None = None
    ) -> Any:
        """Send the dead letters again, or everything since a moment."""
        return self._transport.ask(
            "POST",
            f"/api/v1/webhooks/{quoted(webhook_id)}/replay",
            body={"since": since},
            key=idempotency_key or new_key(),
        )

    def resume_webhook(self, webhook_id: int, *, idempotency_key: str | None = None) -> Any:
        """Go on at once, with what has waited first."""
        return self._transport.ask(
            "POST",
            f"/api/v1/webhooks/{quoted(webhook_id)}/resume",
            body={},
            key=idempotency_key or new_key(),
        )

    def rotate_secret(self, webhook_id: int, *, hours: int = LEFT_OUT) -> Any:
        """Sign with a new secret, which is answered this once; the old one signs as well for
        some hours."""
        return self._transport.ask(
            "POST", f"/api/v1/webhooks/{quoted(webhook_id)}/secret", body={"hours": hours}
        )

    def send_test(self, webhook_id: int, *, idempotency_key: str | None = None) -> Any:
        """Send it a message of type ``test``, in a moment."""
        return self._transport.ask(
            "POST",
            f"/api/v1/webhooks/{quoted(webhook_id)}/test",
            body={},
            key=idempotency_key or new_key(),
        )

    def show_message(self, webhook_id: int, message_id: int) -> Any:
        """Show a message with what it says."""
        return self._transport.ask(
            "GET", f"/api/v1/webhooks/{quoted(webhook_id)}/messages/{quoted(message_id)}"
        )


class Endpoints:
    """All folders."""

    def __init__(self, transport: Transport) -> None:
        self.alerts = Alerts(transport)
        self.archive = Archive(transport)
        self.carriers = Carriers(transport)
        self.catalog = Catalog(transport)
        self.channels = Channels(transport)
        self.costs = Costs(transport)
        self.counts = Counts(transport)
        self.deliveries = Deliveries(transport)
        self.departures = Departures(transport)
        self.documents = Documents(transport)
        self.faces = Faces(transport)
        self.imports = Imports(transport)
        self.insight = Insight(transport)
        self.inspections = Inspections(transport)
        self.kits = Kits(transport)
        self.locations = Locations(transport)
        self.lots = Lots(transport)
        self.orders = Orders(transport)
        self.owners = Owners(transport)
        self.parcels = Parcels(transport)
        self.people = People(transport)
        self.photos = Photos(transport)
        self.planning = Planning(transport)
        self.postage = Postage(transport)
        self.printing = Printing(transport)
        self.purchasing = Purchasing(transport)
        self.relocations = Relocations(transport)
        self.returns = Returns(transport)
        self.setup = Setup(transport)
        self.stock = Stock(transport)
        self.tasks = Tasks(transport)
        self.unknown_goods = UnknownGoods(transport)
        self.views = Views(transport)
        self.watch = Watch(transport)
        self.webhooks = Webhooks(transport)
