"""A warehouse whose doings are told, for stories about who hears what."""

from __future__ import annotations

from typing import Any

from pickface.db import Tx
from pickface.webhooks import outbox, service
from pickface.webhooks.forms import WebhookForm
from pickface.webhooks.models import EVENTS
from pickface.webhooks.sender import Sender
from tests.integration.webhooks.receiver import Receiver
from tests.scenarios.floor import Floor


class House:
    """A floor, a receiver, and the sender, which sends when told."""

    def __init__(self, floor: Floor, receiver: Receiver) -> None:
        self.floor, self.receiver = floor, receiver
        for sku, place in (("TEA", "A-01-01"), ("SALT", "B-01-01")):
            floor.item(sku)
            floor.stock(place, sku, 20)
        self.by = {
            "id": floor.person("Maria", "manager").id,
            "site_id": floor.site.id,
        }
        self.sender = Sender(floor.app)
        self.secret = ""

    def subscribe(self, *events: str) -> int:
        """Have the receiver told of these events, or of all."""
        self.secret = service.new_secret()
        form = WebhookForm.model_validate(
            {"name": "Shop", "url": self.receiver.url, "events": list(events or EVENTS)}
        )
        signer = self.floor.engine.signer
        made: int = self.floor.write(
            lambda tx: service.make(tx, signer, self.by, form, self.secret)
        )
        return made

    def messages(self) -> list[dict[str, Any]]:
        """All messages, the oldest first."""
        return self.floor.read("SELECT * FROM webhook_message ORDER BY id")

    def pass_time(self) -> None:
        """Whatever rests has rested, and whoever was killed at it has lost its lease."""

        def later(tx: Tx) -> None:
            tx.run("UPDATE webhook SET rest_until = 0, leased_until = 0")
            tx.run("UPDATE webhook_message SET next_at = 0")

        self.floor.write(later)

    def clear(self) -> None:
        """A long time passes for what is kept."""
        self.floor.write(outbox.clear)
