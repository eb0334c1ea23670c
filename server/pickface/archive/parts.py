"""What an archive of a site holds, part by part, in the order in which it is brought in. Pure."""

from __future__ import annotations

from typing import Final

from pickface.archive import document_parts, setup_parts, stock_parts
from pickface.archive.part import Part

FORMAT: Final = "pickface-site"
VERSION: Final = 6
"""Raised when a part changes its meaning; a reader knows all versions up to its own."""

PARTS: Final[tuple[Part, ...]] = (
    *setup_parts.FLOOR,
    *setup_parts.GOODS,
    *setup_parts.PEOPLE,
    *setup_parts.SUPPLIERS,
    *document_parts.BOUGHT,
    *stock_parts.CONTAINERS,
    stock_parts.LAYERS,
    stock_parts.VALUES,
    stock_parts.STOCK,
    *document_parts.SOLD,
    *document_parts.BACK,
    *document_parts.TOLD,
)
"""Each names only what stands above it."""
BY_NAME: Final = {part.name: part for part in PARTS}
