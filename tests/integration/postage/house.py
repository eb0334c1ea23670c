"""A warehouse that buys its labels, for stories of what the packer and the office see of that."""

from __future__ import annotations

from typing import Any

from pickface.db import Tx, db
from pickface.orders import carriers, shipments, showing
from pickface.orders.carrier_forms import CarrierForm, RateForm
from pickface.postage import accounts, following
from pickface.postage.forms import AccountForm
from pickface.tasks import jobs
from tests.integration.postage.seller import Seller
from tests.scenarios.floor import Floor
from tests.scenarios.test_checking import picked

KEY = "EZTK-secret-key"
ACCOUNT: dict[str, Any] = {
    "service": "easypost",
    "api_key": KEY,
    "sender": {
        "name": "Kontor", "street": "Am Wall 1", "postcode": "28195", "city": "Bremen", "country": "DE",
    },
}  # fmt: skip


class House:
    """A floor whose parcels go with a carrier of a service."""

    def __init__(self, floor: Floor, seller: Seller) -> None:
        self.floor, self.seller = floor, seller
        self.by = {"id": floor.person("Maria", "manager").id, "site_id": floor.site.id}
        self.carrier = self.named("UPS", 500)
        self.says()

    def named(self, code: str, price: int) -> int:
        """A carrier that takes every parcel."""

        def make(tx: Tx) -> int:
            made = carriers.create_carrier(
                tx, self.floor.site.id, CarrierForm(code=code, name=code.title())
            )
            rate = RateForm(country="", max_weight_g=30_000, price_minor=price)
            carriers.say_rate(tx, self.floor.site.id, made, rate)
            return made

        made: int = self.floor.write(make)
        return made

    def says(self, **changed: Any) -> None:
        """The manager says the account."""
        form = AccountForm.model_validate({**ACCOUNT, **changed})
        signer = self.floor.engine.signer
        self.floor.write(lambda tx: accounts.say(tx, signer, self.by, self.carrier, form))

    def pack(self, tote: str = "T0001", plate: str = "LP000100", **address: str) -> int:
        """An order for two packs of tea is picked and packed into one parcel; its id. No job has run yet."""
        self.floor.work_off = self._work_off_here  # type: ignore[method-assign]
        picked(self.floor, tote, TEA=2)
        said = {"customer": "Ada Byron", "street": "St James's Sq 12", "postcode": "SW1Y 4JH", "city": "London",
                "country": "United Kingdom", **address}  # fmt: skip
        self.floor.write(
            lambda tx: tx.run(
                "UPDATE orders SET customer = :customer, street = :street, postcode = :postcode, city = :city, "
                "country = :country WHERE number = :number",
                number=f"O-{tote}",
                **said,
            )
        )
        linh = self.floor.person("Linh", "packer").open(tote)
        linh.scan(plate)
        linh.scan("TEA")
        linh.quantity(2)
        linh.confirm()
        assert linh.confirm() == "task_done"
        del self.floor.work_off
        made: int = self.floor.value(
            "SELECT id FROM shipment WHERE container_code = :plate", plate=plate
        )
        return made

    def _work_off_here(self) -> None:
        """All jobs but those that ask another machine: they have a thread of their own, which is slow today."""
        app, engine = self.floor.app, self.floor.engine
        while jobs.run_due(app, engine.writer, engine.jobs, "prompt"):
            pass

    def wait(self) -> None:
        """Time passes, and what rested after a failure is tried again."""
        rested = f"UPDATE job SET run_at = 0 WHERE kind IN {(*jobs.AWAITED, following.JOB)}"
        self.floor.write(lambda tx: tx.run(rested))
        self.floor.work_off()

    def label(self) -> dict[str, Any]:
        """The newest label."""
        found: dict[str, Any] = self.floor.read("SELECT * FROM parcel_label ORDER BY id DESC")[0]
        return found

    def parcel(self, shipment: int) -> dict[str, Any]:
        """A parcel as the office sees it."""
        with self.floor.app.app_context():
            order = shipments.show_shipment(self.floor.site.id, shipment)["order_id"]
            shown = showing.show_order(self.floor.site.id, order)["shipments"]
            db.session.remove()
        return next(one for one in shown if one["id"] == shipment)
