"""The parser reads every shared barcode vector as it stands in the file; the handheld reads the same."""

from typing import Any

import pytest

from pickface.scans.barcodes import parse
from tests.contracts.vectors_read import barcodes


@pytest.mark.parametrize("row", barcodes(), ids=lambda row: ascii(row["raw"][:40]))
def test_every_code_is_read_as_written(row: dict[str, Any]) -> None:
    assert parse(row["raw"], row["symbology"]) == row["expect"]
