"""A stand-in for EasyPost: a real HTTP server that answers in the form its documentation and its recorded answers have.

It sells what it is told to sell, counts what was paid for, and fails as it is told to fail.
"""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PAPER = {"PDF": b"%PDF-1.4 a label", "ZPL": b"^XA^FDa label^FS^XZ", "form": b"%PDF-1.4 a form"}


class Seller:
    """``fails`` are answers for the next questions of a path's end: ``("buy", 503, {...})``; status 0 hangs up."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, Any] | None]] = []
        self.keys: list[str] = []
        self.shipments: dict[str, dict[str, Any]] = {}
        self.forms: dict[str, dict[str, Any]] = {}
        self.fails: list[tuple[str, int, dict[str, Any] | None]] = []
        self.hang_up_after: list[str] = []
        """Ends of paths whose next question is carried out, and never answered."""
        self.rates = [
            ("UPS", "Ground", "7.40"),
            ("USPS", "Priority", "6.95"),
            ("UPS", "NextDayAir", "31.25"),
        ]
        seller = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seller._answer(self, None)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                seller._answer(self, json.loads(body))

            def log_message(self, *_: Any) -> None:
                """The test's own output is enough."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Go away."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def paid(self) -> list[dict[str, Any]]:
        """The labels that somebody pays for."""
        return [one for one in self.shipments.values() if one["postage_label"]]

    def moves(self, state: str) -> None:
        """Everything that was sold is so far now."""
        for one in self.paid:
            one["tracker"]["status"] = state

    def _answer(self, request: BaseHTTPRequestHandler, body: dict[str, Any] | None) -> None:
        path = request.path
        self.asked.append((request.command, path, body))
        if path.startswith("/files/"):
            self._say(request, 200, PAPER[path.rsplit("/", 1)[1]])
            return
        login = base64.b64decode(request.headers.get("Authorization", "")[6:]).decode()
        self.keys.append(login)
        if login != "EZTK-secret-key:":
            self._say(request, 401, _error("APIKEY.INACTIVE", "The key is not active."))
            return
        for fail in self.fails:
            if path.endswith(fail[0]):
                self.fails.remove(fail)
                self._say(request, fail[1], fail[2] or {})
                return
        status, said = self._do(request.command, path.removeprefix("/v2"), body)
        for end in self.hang_up_after:
            if path.endswith(end):
                self.hang_up_after.remove(end)
                request.close_connection = True
                return
        self._say(request, status, said)

    def _do(self, verb: str, path: str, body: dict[str, Any] | None) -> tuple[int, Any]:
        parts = path.strip("/").split("/")
        if (verb, parts) == ("POST", ["shipments"]):
            assert body is not None
            return 201, self._tell(body["shipment"])
        if (verb, parts) == ("POST", ["scan_forms"]):
            assert body is not None
            return 200, self._form([one["id"] for one in body["shipments"]])
        if parts[0] == "scan_forms":
            return 200, self.forms[parts[1]]
        shipment = self.shipments.get(parts[1])
        if shipment is None:
            return 404, _error("NOT_FOUND", "The requested resource could not be found.")
        if parts[2:] == ["buy"]:
            assert body is not None
            return self._sell(shipment, body["rate"]["id"])
        return 200, shipment

    def _tell(self, told: dict[str, Any]) -> dict[str, Any]:
        number = len(self.shipments) + 1
        made = f"shp_{number:032x}"
        self.shipments[made] = {
            "id": made, "object": "Shipment", "mode": "test", "reference": told.get("reference"),
            "options": {"currency": "USD", "date_advance": 0, **told["options"]}, "status": "unknown",
            "tracking_code": None, "postage_label": None, "selected_rate": None, "tracker": None, "scan_form": None,
            "to_address": told["to_address"], "from_address": told["from_address"], "parcel": told["parcel"],
            "messages": [] if self.rates else [
                {"carrier": "UPS", "type": "rate_error", "message": "The postal code is invalid for the country."}
            ],
            "rates": [
                {"id": f"rate_{number:031x}{at}", "object": "Rate", "carrier": carrier, "service": service,
                 "rate": rate, "currency": "USD", "delivery_days": 3, "shipment_id": made}
                for at, (carrier, service, rate) in enumerate(self.rates)
            ],
        }  # fmt: skip
        return self.shipments[made]

    def _sell(self, shipment: dict[str, Any], rate_id: str) -> tuple[int, Any]:
        if shipment["postage_label"]:
            return 422, _error("SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment.")  # fmt: skip
        (rate,) = [one for one in shipment["rates"] if one["id"] == rate_id]
        number = f"1Z{len(self.paid) + 1:016d}"
        form = shipment["options"]["label_format"]
        shipment |= {
            "tracking_code": number, "selected_rate": rate,
            "postage_label": {
                "object": "PostageLabel", "id": f"pl_{number}", "label_size": "4x6", "label_resolution": 300,
                "label_file_type": "application/pdf" if form == "PDF" else "application/zpl",
                "label_url": f"{self.url}/files/{form}", "label_pdf_url": None, "label_zpl_url": None,
            },
            "tracker": {"id": f"trk_{number}", "object": "Tracker", "tracking_code": number, "status": "pre_transit",
                        "public_url": f"https://track.easypost.com/{number}"},
        }  # fmt: skip
        return 200, shipment

    def _form(self, ids: list[str]) -> dict[str, Any]:
        made = f"sf_{len(self.forms) + 1:032x}"
        assert not any(self.shipments[one]["scan_form"] for one in ids)
        self.forms[made] = {
            "id": made, "object": "ScanForm", "status": "created", "message": None, "form_file_type": None,
            "tracking_codes": [self.shipments[one]["tracking_code"] for one in ids], "batch_id": None,
            "form_url": f"{self.url}/files/form",
        }  # fmt: skip
        for one in ids:
            self.shipments[one]["scan_form"] = self.forms[made]
        return self.forms[made]

    @staticmethod
    def _say(request: BaseHTTPRequestHandler, status: int, said: Any) -> None:
        if not status:
            request.close_connection = True
            return
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        request.send_response(status)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)


def _error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "errors": []}}
