"""What a person does now and then at a bin or at a dock: goods that do not scan, goods that nobody announced."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from pickface.simulate.handheld import Held
from pickface.simulate.person import VirtualPerson
from pickface.tasks.steps import spot

TORN = 0.3
"""Of the lines of picks, those whose goods do not scan."""
STRAY = 0.02
"""Of the acts at a bin, those that tell of something else in it."""
UNANNOUNCED = 0.4
"""Of the times that a receiver asks for work, those when a lorry stands there of which nobody knows."""
MOST_UNANNOUNCED = 4


class UnusualPerson(VirtualPerson):
    """Asks for consents, tells of strays, takes in what nobody had ordered."""

    def _take_item(self, task: Held, step: Any, sub: Any) -> None:
        may = step["allow"] if sub.get("there", True) and not sub.get("need") else ()
        if "no_scan" in may and self._is_torn(task, step):
            self.handheld.act(task, "action", action="no_scan", qty=1)
        elif "stray" in may and self.chance.random() < STRAY:
            self.handheld.act(task, "action", action="stray", qty=2)
        else:
            super()._take_item(task, step, sub)

    def _is_torn(self, task: Held, step: Any) -> bool:
        """Each label is torn or not, whoever looks at it; nobody asks twice, and most try to scan it again."""
        where = spot(step, {"alt": -1})["place"]
        torn = Random(f"{self.seed}/{task.id}/{step['id']}/{where}").random() < TORN
        return torn and not step.get("why") and self.chance.random() < 0.5

    def _collect(self, task: Held, step: Any, sub: Any) -> None:
        announced = task.kind != "receive" or step.get("lines")
        if not announced and sub.get("pending"):
            self._complete(task, step, sub["pending"])
        elif not announced:
            self._take_in(task, sub)
        else:
            super()._collect(task, step, sub)

    def _take_in(self, task: Held, sub: Any) -> None:
        """Some goods, whatever they are; then that this was all."""
        came = Random(f"{self.seed}/{task.id}").randint(1, MOST_UNANNOUNCED)
        if len(sub.get("extra", {})) < came:
            self._scan(task, self.chance.choice(loose(self.handheld.catalogue)))
        else:
            self.handheld.act(task, "action", action="done")


def loose(catalogue: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The codes that count one piece of an item without lots or serials."""
    return [
        code
        for code, thing in catalogue.items()
        if thing.get("qty") == 1 and thing.get("tracking") == "none"
    ]
