"""What a person may do with a container that was scanned: put it onto another, empty, merge, split or weigh it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pickface.db import Tx
from pickface.scans.resolve import resolve
from pickface.stock.containers import inside
from pickface.tasks import containers, dictionary
from pickface.tasks.dictionary import Dictionary
from pickface.tasks.workflow import Start, World
from pickface.workflows.move import plan
from pickface.workflows.move.compile import (
    TAKEN,
    compile_emptying,
    compile_items,
    compile_onto,
    compile_weighing,
    facts_of,
)

MOST = 200
"""Containers and bins that a script names so that a device refuses them at once; a later one is told a supervisor."""
_LOOSE = """
SELECT b.item_id, b.lot_id, b.owner_id, SUM(b.qty) AS qty, i.tracking, l.code AS lot_code
FROM balance b JOIN item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id
WHERE b.container = :code AND b.virtual = 0 AND b.qty > 0
GROUP BY b.item_id, b.lot_id, b.owner_id, i.tracking, l.code, i.sku ORDER BY i.sku, b.owner_id, b.lot_id
"""
# Goods that look the same and belong to somebody else: by their item, or by a barcode that both have.
_ALIKE = """
(b.owner_id <> own.owner_id AND (b.item_id = own.item_id OR EXISTS (SELECT 1 FROM barcode x JOIN barcode y
    ON y.key = x.key WHERE x.item_id = b.item_id AND y.item_id = own.item_id)))
"""
_BINS_OF_OTHERS = f"""
SELECT DISTINCT b.place_id FROM balance own JOIN balance b ON b.site_id = own.site_id AND {_ALIKE}
WHERE own.container = :code AND own.virtual = 0 AND own.qty > 0 AND b.container = '' AND b.virtual = 0 AND b.qty > 0
ORDER BY b.place_id LIMIT {MOST}
"""
_PLATES_OF_OTHERS = f"""
SELECT DISTINCT b.container FROM balance own JOIN balance b ON b.site_id = own.site_id AND b.owner_id <> own.owner_id
WHERE own.container = :code AND own.virtual = 0 AND own.qty > 0 AND b.container <> '' AND b.virtual = 0 AND b.qty > 0
ORDER BY b.container LIMIT {MOST}
"""
_UNDER_WAY = """
SELECT id FROM task WHERE container = :code AND person_id = :person AND kind = 'move' AND state = 'offered'
AND facts LIKE :motion AND lease_until > :now ORDER BY id DESC LIMIT 1
"""


def _nest(tx: Tx, code: str, person_id: int, site_id: int) -> int:
    place_id, words = _where(tx, code)
    within = [row["code"] for row in tx.all(f"{inside()[1:-1]} LIMIT {MOST}", code=code)]
    others = containers.of_other_orders(tx, code, place_id, MOST)
    words |= _taken([plate for plate in [*within, *others] if plate != code])
    script = compile_onto(code, site_id, code, place_id, words)
    return _make(tx, "nest", code, script, place_id, person_id)


def _empty(tx: Tx, code: str, person_id: int, site_id: int) -> int:
    containers.refuse_of_order(tx, code)
    place_id, words = _where(tx, code)
    refuse = [int(row["place_id"]) for row in tx.all(_BINS_OF_OTHERS, code=code)]
    script = compile_emptying(code, site_id, code, place_id, refuse, words)
    return _make(tx, "empty", code, script, place_id, person_id)


def _merge(tx: Tx, code: str, person_id: int, site_id: int) -> int:
    containers.refuse_of_order(tx, code)
    place_id, words = _where(tx, code)
    within = [row["code"] for row in tx.all(f"{inside()[1:-1]} LIMIT {MOST}", code=code)]
    others = _plates_of_others(tx, code, place_id)
    words |= _taken([plate for plate in [*within, *others] if plate != code])
    script = compile_onto(code, site_id, code, place_id, words, sure=True)
    return _make(tx, "merge", code, script, place_id, person_id)


def _split(tx: Tx, code: str, person_id: int, site_id: int) -> int:
    """Its goods one by one, as those of a bin: each into another container, or to a place."""
    containers.refuse_of_order(tx, code)
    lines = plan.lines_of(tx.all(_LOOSE, code=code))
    if not lines:
        raise containers.ContainerIsEmpty("nothing lies loose in it", container=code)
    place_id, words = _where(tx, code)
    words |= dictionary.of_items(tx, [line.item_id for line in lines])
    words |= _taken(_plates_of_others(tx, code, place_id))
    script = compile_items(code, site_id, lines, words)
    facts = facts_of(place_id, lines, container=code)
    return plan.make(tx, code, script, facts, person_id, code)


def _weigh(tx: Tx, code: str, person_id: int, site_id: int) -> int:
    place_id, words = _where(tx, code)
    script = compile_weighing(code, site_id, words)
    return _make(tx, "weigh", code, script, place_id, person_id)


def _plates_of_others(tx: Tx, code: str, place_id: int) -> list[str]:
    """Where its goods must not go: to those of other owners, and into what leaves for a customer."""
    others = [row["container"] for row in tx.all(_PLATES_OF_OTHERS, code=code)]
    return [*others, *containers.of_other_orders(tx, code, place_id, MOST)]


def _where(tx: Tx, code: str) -> tuple[int, Dictionary]:
    place_id = int(tx.value("SELECT place_id FROM container WHERE code = :code", code=code))
    words = dictionary.of_places(tx, [place_id])
    words |= Dictionary({code: {"container": code}})
    return place_id, words


def _taken(plates: list[str]) -> Dictionary:
    """Plates that are known and are no container to any step: where one is wanted they are refused."""
    return Dictionary({plate: {"kind": TAKEN} for plate in plates})


def _make(
    tx: Tx, motion: str, code: str, script: dict[str, Any], place_id: int, person_id: int
) -> int:
    facts = {"place": place_id, "container": code, "motion": motion}
    return plan.make(tx, code, script, facts, person_id, code)


def _start(name: str, make: Callable[[Tx, str, int, int], int]) -> Start:
    def start(tx: Tx, world: World, code: str, person_id: int, site_id: int) -> int | None:
        plate = (resolve(tx, code, site_id) or {}).get("container")
        if plate is None or _elsewhere(tx, plate, site_id):
            return None
        containers.refuse_in_use(tx, plate, person_id)
        begun = tx.value(
            _UNDER_WAY, code=plate, person=person_id, motion=f'%"motion": "{name}"%', now=tx.now
        )
        return int(begun) if begun else make(tx, plate, person_id, site_id)

    return start


def _elsewhere(tx: Tx, code: str, site_id: int) -> bool:
    """Whether it is of another site, or has left the house."""
    return not tx.value(
        "SELECT 1 FROM container c JOIN place p ON p.id = c.place_id WHERE c.code = :code AND p.site_id = :site"
        " AND p.virtual = 0 AND c.state <> 'shipped'",
        code=code,
        site=site_id,
    )


MOTIONS: Mapping[str, Start] = {
    name: _start(name, make)
    for name, make in (
        ("nest", _nest), ("empty", _empty), ("merge", _merge), ("split", _split), ("weigh", _weigh),
    )
}  # fmt: skip
