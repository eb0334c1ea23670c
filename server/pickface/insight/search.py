"""Find anything by any code or word, forgiving typing errors: items, lots, places, containers, orders, people.

Codes first, by their index; then what holds every word; and only where that is little, what holds pieces of them. A
few hundred candidates at most are compared here, so that an answer's cost does not grow with the house.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pickface.db import Row, db, rows
from pickface.insight.search_rules import TRIGRAM, nearness, pieces, words_of
from pickface.people.permissions import TABLE
from pickface.scans.barcodes import parse

CANDIDATES = 120
FEW = 5
SSCC = 18
"""How many digits a serial shipping container code has."""
OPENED_BY = {
    "item": "catalog.show_item",
    "place": "locations.list_places",
    "container": "locations.show_container",
    "order": "orders.show_order",
    "purchase_order": "purchasing.show_purchase_order",
    "delivery": "deliveries.show_delivery",
    "person": "people.list_people",
    "lot": "insight.show_lot",
}
"""Who may open a kind of thing may find it; of equally near things the kind that stands first comes first."""
_RANK = {kind: n for n, kind in enumerate(OPENED_BY)}
_ENTRY = "SELECT e.id, e.kind, e.key, e.code, e.title, e.words FROM search_entry e"
_LAST = "\U0010ffff"


def search(
    q: str, site_id: int, role: str, limit: int, kinds: Sequence[str] = tuple(OPENED_BY)
) -> list[dict[str, Any]]:
    """What fits best first, of some kinds or of all: ``kind``, ``key``, ``code``, ``title``."""
    typed = words_of(q)
    if not typed:
        return []
    look = _Look(site_id, role, kinds)
    exact = look.by_barcode(q) + look.by_sscc(q)
    found = look.by_code(" ".join(typed)) + look.with_words(typed)
    if len(found) < FEW:
        found += look.with_pieces(typed)
    near = {entry["id"]: (nearness(typed, entry["code"], entry["words"]), entry) for entry in found}
    ranked = sorted(
        near.values(),
        key=lambda one: (-one[0], _RANK[one[1]["kind"]], len(one[1]["words"]), one[1]["code"]),
    )
    first = {entry["id"] for entry in exact}
    best = exact + [entry for score, entry in ranked if score > 0 and entry["id"] not in first]
    return [
        {name: entry[name] for name in ("kind", "key", "code", "title")} for entry in best[:limit]
    ]


class _Look:
    """The ways to candidates, for a role at a site; each answers a bounded number of entries."""

    def __init__(self, site_id: int, role: str, kinds: Sequence[str]) -> None:
        self._site = site_id
        self._kinds = frozenset(kind for kind in kinds if role in TABLE[OPENED_BY[kind]])
        allowed = ", ".join(f"'{kind}'" for kind in sorted(self._kinds))
        self._here = f"e.site_id IN (0, {int(site_id)}) AND e.kind IN ({allowed})"
        self._sqlite = db.engine.dialect.name == "sqlite"

    def by_barcode(self, q: str) -> list[Row]:
        """The items that a scan of it names."""
        return self._read(
            "e.kind = 'item' AND e.key IN (SELECT CAST(b.item_id AS TEXT) FROM barcode b WHERE b.key = :key)",
            key=parse(q)["key"],
        )

    def by_sscc(self, q: str) -> list[Row]:
        """The delivery that a carton or a pallet was announced with; the label may be scanned, or its digits typed."""
        # As it is printed below the bars: with its (00), and with blanks.
        digits = parse(q).get("sscc") or "".join(sign for sign in q if sign.isdigit())
        sscc = digits[2:] if len(digits) == SSCC + 2 and digits.startswith("00") else digits
        if "delivery" not in self._kinds or len(sscc) != SSCC:
            return []
        return rows(
            "SELECT -MIN(c.id) AS id, 'delivery' AS kind, CAST(d.id AS TEXT) AS key, :sscc AS code, "
            "d.number || ' · ' || s.name AS title, '' AS words FROM expected_carton c "
            "JOIN expected_delivery d ON d.id = c.delivery_id JOIN supplier s ON s.id = d.supplier_id "
            "WHERE d.site_id = :site AND (c.sscc = :sscc OR c.pallet = :sscc) GROUP BY d.id, d.number, s.name LIMIT 5",
            sscc=sscc,
            site=self._site,
        )

    def by_code(self, typed: str) -> list[Row]:
        """Whose code is this, or begins with it."""
        where = "e.code_key >= :low AND e.code_key < :high"
        return self._read(where, order="ORDER BY e.code_key", low=typed, high=typed + _LAST)

    def with_words(self, typed: Sequence[str]) -> list[Row]:
        """What holds every word that is long enough to be looked up."""
        wanted = [word for word in typed if len(word) >= TRIGRAM]
        if not wanted:
            return []
        if self._sqlite:
            return self._match(" AND ".join(map(_quoted, wanted)))
        held = [f"e.words LIKE :w{n}" for n in range(len(wanted))]
        return self._read(" AND ".join(held), **_patterns(wanted))

    def with_pieces(self, typed: Sequence[str]) -> list[Row]:
        """What holds most pieces of the words, of which an error leaves some whole."""
        wanted = sorted({piece for word in typed for piece in pieces(word)})
        if not wanted:
            return []
        if self._sqlite:
            return self._match(" OR ".join(map(_quoted, wanted)), order="ORDER BY t.rank")
        held = [f"e.words LIKE :w{n}" for n in range(len(wanted))]
        score = " + ".join(f"CASE WHEN {one} THEN 1 ELSE 0 END" for one in held)
        return self._read(
            f"({' OR '.join(held)})",
            order=f"ORDER BY {score} DESC, LENGTH(e.words)",
            **_patterns(wanted),
        )

    def _match(self, match: str, order: str = "") -> list[Row]:
        return rows(
            f"{_ENTRY} JOIN search_text t ON t.rowid = e.id WHERE t.words MATCH :match AND {self._here}"
            f" {order} LIMIT :most",
            match=match,
            most=CANDIDATES,
        )

    def _read(self, where: str, order: str = "", **params: Any) -> list[Row]:
        sql = f"{_ENTRY} WHERE {where} AND {self._here} {order} LIMIT :most"
        return rows(sql, most=CANDIDATES, **params)


def _quoted(piece: str) -> str:
    """A phrase of FTS5."""
    return '"' + piece.replace('"', '""') + '"'


def _patterns(wanted: Sequence[str]) -> dict[str, str]:
    escaped = [
        word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in wanted
    ]
    return {f"w{n}": f"%{word}%" for n, word in enumerate(escaped)}
