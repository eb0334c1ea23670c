"""A device on which news that was computed before a start, and delivered after it, takes the started work away."""

from __future__ import annotations

from typing import Any

from tests.torture.device import Device


class DefectiveDevice(Device):
    """Believes the server that nobody has begun."""

    def take_snapshot(self, snapshot: Any) -> None:
        """What is begun here and not begun there is not shown any more."""
        begun = {number for number, task in self.tasks.items() if task.state_word == "begun"}
        super().take_snapshot(snapshot)
        for task in snapshot["tasks"]:
            if task["id"] in begun and task["state"] == "offered":
                self.disk.rows.pop(task["id"], None)
        self._show()
