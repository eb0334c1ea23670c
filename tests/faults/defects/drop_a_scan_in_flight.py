"""A device that beeps and drops the scan while a request is under way, as several known apps do."""

from __future__ import annotations

from typing import Any

from tests.torture.device import Device


class DefectiveDevice(Device):
    """Keeps nothing while it waits for the server."""

    in_flight = False

    def _post(self, batch: Any) -> Any:
        self.in_flight = True
        try:
            return super()._post(batch)
        finally:
            self.in_flight = False

    def put_on_disk(self, task: Any, event: Any, seen: Any, result: Any) -> None:
        """Nothing is kept, and it beeps all the same."""
        if not self.in_flight:
            super().put_on_disk(task, event, seen, result)
