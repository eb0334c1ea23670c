"""Imports point one way: workflows, then the engine and the office nouns, then the foundation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import read

ROOT = Path(__file__).parents[2] / "server" / "pickface"

FOUNDATION = {
    "clock",
    "db",
    "errors",
    "ids",
    "config",
    "contract",
    "findable",
    "paging",
    "mail",
    "reach",
    "sight",
}
ENGINE = {"scans", "tasks", "stock", "live"}
NOUNS = {
    "people",
    "catalog",
    "kits",
    "locations",
    "purchasing",
    "orders",
    "returns",
    "departures",
    "inspections",
    "owners",
    "printing",
    "documents",
}
PURE = {"routing", "labels", "workbooks", "packing", "sampling"}
"""Geometry, drawing, packing, files and sampling: they know no database."""

MAY_IMPORT = {
    "errors": set(),
    "clock": set(),
    "processors": set(),
    "ids": {"clock"},
    "writing": {"clock", "errors"},
    "sight": set(),
    "db": {"clock", "processors", "writing", "sight"},
    "config": {"errors"},
    "findable": {"db"},
    "contract": {"db", "errors"},
    "paging": {"contract", "db"},
    "mail": set(),
    "reach": set(),
    "routing": {"errors"},
    "labels": {"errors"},
    "packing": {"errors"},
    "workbooks": {"errors"},
    "sampling": {"errors"},
    "live": FOUNDATION,
    "stock": FOUNDATION,
    "scans": FOUNDATION | {"stock", "tasks"},
    "tasks": FOUNDATION | {"stock", "scans", "live", "routing"},
    "owners": FOUNDATION,
    "people": FOUNDATION | {"owners"},
    "catalog": FOUNDATION | {"sampling"},
    "locations": FOUNDATION | {"labels", "sampling"},
    "purchasing": FOUNDATION | {"catalog", "owners", "labels", "workbooks", "sampling"},
    "kits": FOUNDATION | {"catalog"},
    "orders": FOUNDATION | {"catalog", "owners", "kits", "locations", "labels"},
    "returns": FOUNDATION | {"catalog", "locations"},
    "departures": FOUNDATION | {"stock", "tasks", "locations", "orders"},
    "inspections": FOUNDATION | {"catalog", "locations", "purchasing", "sampling"},
    "documents": FOUNDATION | {"orders", "labels", "locations"},
    "printing": FOUNDATION | {"orders", "labels", "documents"},
}
"""Folder by folder; what is not here (the factory, the command line, insight, the demo) wires the rest together."""

EDGES = {"people", "engine"}
"""Who is signed in and what runs: requests alone may ask, so only files that answer them import these."""
EDGE_FILES = {
    "routes",
    "camera_routes",
    "parcel_routes",
    "delivery_routes",
    "unknown_routes",
    "face_routes",
    "carrier_routes",
    "recall_routes",
    "stock_routes",
    "token_routes",
    "sign_in",
    "sessions",
    "offers",
    "release",
}

FURTHER = {
    "people/permissions.py": {"locations"},  # what a role may do only where its site says so
    "people/sign_in.py": {"scans"},  # a sign-in is journaled with its key (LAWS 3)
    "people/routes.py": {
        "live",
        "locations",
        "scans",
    },  # an ended session ends its sockets; the lock is a rule of the site
    "people/roster.py": {"locations", "scans"},  # the site's rule; a late sign-in is journaled
    "people/staff.py": {"scans"},  # what is done to people and devices is journaled
    "people/fleet.py": {"scans"},
    "people/tokens.py": {"scans"},  # software that is let in is journaled too
    "catalog/rules.py": {"scans"},  # a barcode's key is parsed as a scan of it will be
    "catalog/naming.py": {"scans"},  # who said what a code is, is journaled
    "locations/rules.py": {"scans"},  # a place's code must come out of a scan as it went in
    "scans/paper_routes.py": {"labels"},  # cards and test sheets for the scanners themselves
    "purchasing/sending.py": {"tasks"},  # a purchase order leaves by a job
    "purchasing/reporting.py": {"tasks", "labels"},  # and so does what differed from it
    "purchasing/announcing.py": {"scans"},  # an SSCC's check digit is judged as a scan's is
    # What the office says of a receipt settles what was told; its cost and its inspection follow.
    "purchasing/blind.py": {"tasks", "stock", "inspections"},
    "purchasing/unknown_goods.py": {
        "scans",
        "tasks",
    },  # what is said of goods is journaled, and settles what was told
    "kits/stock.py": {"stock"},  # how many there are of a kit and of its components
    "kits/routes.py": {"workbooks"},  # bills of materials go out as they come in
    "printing/clearing.py": {"tasks", "locations"},  # old jobs go by a job, as the site wants it
    "purchasing/service.py": {"stock"},  # what is bought for a client is dealt in for it
    "orders/lines.py": {"stock"},  # an item that a client orders is dealt in for it
    "locations/out_of_use.py": {"stock"},  # what lies there is counted anew as it may be promised
    "orders/service.py": {"stock"},  # an order reserves as it enters (LAWS 17)
    "orders/stock_card.py": {"stock"},
    "departures/routes.py": {"workbooks", "labels"},  # a manifest is a table and a paper
    "orders/carrier_routes.py": {"workbooks"},  # a manifest goes to the carrier's system as a table
    "orders/carriers.py": {"tasks"},  # a parcel with another carrier wants another truck, by a job
    "orders/parcel_labels.py": {"tasks"},  # a label is bought behind the commit, by a job
    "orders/changing.py": {"stock"},  # other goods are reserved as they are asked for
    "orders/substituting.py": {"stock"},  # a substitute is reserved at once
    "orders/splitting.py": {"stock"},  # promises follow the units that they were for
    "orders/showing.py": {"stock"},  # an order's page says what it waits for
    "orders/release.py": {"tasks"},  # releasing is what makes work
    "returns/deciding.py": {
        "scans",
        "stock",
        "tasks",
    },  # what is decided about goods is journaled and moves them
    "inspections/waiting.py": {
        "stock"
    },  # what came in is read from its moves; a bin's is held back
    "inspections/verdicts.py": {"stock"},  # whose undo may come too late
    "inspections/deciding.py": {"scans", "stock", "tasks"},  # as with returned goods
}
"""Single files that reach further, each with its reason."""


def modules() -> Iterator[tuple[str, str, Path]]:
    """Each file's folder (or own name), its stem, and its path."""
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).parts
        if parts[0] == "migrations":
            continue
        yield (parts[0] if len(parts) > 1 else path.stem), path.stem, path


def test_each_folder_imports_only_what_lies_beneath_it() -> None:
    wrong = []
    for folder, stem, path in modules():
        if folder not in MAY_IMPORT:
            continue
        name = str(path.relative_to(ROOT))
        allowed = MAY_IMPORT[folder] | {folder} | FURTHER.get(name, set())
        if stem in EDGE_FILES:
            allowed |= EDGES
        wrong += [
            f"{name} imports {'.'.join(parts)}"
            for parts in sorted(read(path).imports)
            if parts[0] not in allowed
        ]
    assert wrong == []


def test_workflows_import_the_engine_and_office_nouns_and_never_each_other() -> None:
    wrong = []
    for folder, _, path in modules():
        if folder != "workflows":
            continue
        own = path.relative_to(ROOT).parts[1]
        for parts in read(path).imports:
            beneath = parts[0] in FOUNDATION | ENGINE | NOUNS | PURE
            mine = parts[0] == "workflows" and parts[1] == own
            if not beneath and not mine:
                wrong.append(f"{path.relative_to(ROOT)} imports {'.'.join(parts)}")
    assert wrong == []


def test_only_the_registry_lists_workflows() -> None:
    importers = {
        str(path.relative_to(ROOT))
        for folder, _, path in modules()
        if folder != "workflows" and any(parts[0] == "workflows" for parts in read(path).imports)
    }
    assert importers == {"registry.py"}


def test_every_workflow_is_listed_and_has_the_three_parts() -> None:
    from pickface.registry import WORLD

    folders = {
        path.name for path in (ROOT / "workflows").iterdir() if (path / "__init__.py").exists()
    }
    assert set(WORLD.workflows) == folders
    for folder in folders:
        parts = {path.stem for path in (ROOT / "workflows" / folder).glob("*.py")}
        assert {"plan", "compile", "interpret"} <= parts, folder


def test_compiling_and_interpreting_are_pure() -> None:
    """They see plain values: no database, no clock, no chance."""
    impure = {("db", "rows"), ("db", "row"), ("db", "db"), ("db", "command"), ("db", "clock")}
    wrong = []
    for folder, stem, path in modules():
        if folder == "workflows" and stem in {"compile", "interpret"}:
            wrong += [f"{path.relative_to(ROOT)}: {parts}" for parts in read(path).imports & impure]
            text = path.read_text()
            wrong += [
                f"{path.relative_to(ROOT)}: {word}"
                for word in ("import time", "import random", "import datetime", "tx.run", "tx.one")
                if word in text
            ]
    assert wrong == []


def test_the_reducer_and_its_kinds_know_no_database() -> None:
    pure = [ROOT / "tasks" / f"{name}.py" for name in ("reducer", "steps", "motions")]
    pure += sorted((ROOT / "tasks" / "kinds").glob("*.py"))
    for path in [
        *pure,
        *sorted((ROOT / "routing").glob("*.py")),
        *sorted((ROOT / "packing").glob("*.py")),
    ]:
        assert not [parts for parts in read(path).imports if parts[0] == "db"], path.name


def test_no_two_folders_of_the_engine_and_below_import_each_other_except_scans_and_tasks() -> None:
    graph: dict[str, set[str]] = defaultdict(set)
    for folder, stem, path in modules():
        if folder in MAY_IMPORT and stem not in EDGE_FILES:
            graph[folder] |= {parts[0] for parts in read(path).imports} - {folder}
    mutual = {
        frozenset((one, other))
        for one in graph
        for other in graph[one]
        if one in graph.get(other, ())
    }
    assert mutual <= {frozenset(("scans", "tasks"))}
