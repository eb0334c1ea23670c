"""Tables brought in through the office: uploaded, looked at, tried without a trace, then applied in small pieces.

A run's row says how far it is, in the transaction that takes it further; so it goes on after a crash where it ended,
and two who press the button at once bring nothing in twice. Trying is applying in a transaction that is rolled back.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pickface.channels import table
from pickface.channels.bringer import Bringer, Where
from pickface.channels.bringing import BRINGERS
from pickface.channels.going import NotReadyToApply, go_on
from pickface.channels.sheets import SHEETS
from pickface.channels.sources import cell_named, forget_source, open_source
from pickface.channels.staging import Staging
from pickface.channels.upload_forms import PlanForm, ReadQuery
from pickface.channels.waiting import Problem, Waiting
from pickface.contract import page
from pickface.db import Row, Tx, command, db, row, rows
from pickface.engine import engine
from pickface.errors import NotAllowed, NotFound
from pickface.people.sessions import SignedIn
from pickface.scans.office import record
from pickface.scans.verdict import Verdict

SHOWN_PROBLEMS = 200
_RUN = (
    "SELECT r.*, p.name AS person FROM import_run r JOIN person p ON p.id = r.person_id "
    "WHERE r.site_id = :site AND "
)


def upload(me: SignedIn, kind: str, name: str, raw: bytes) -> int:
    """Keep a file and answer the id of its run; BadUpload for what is no table, with nothing kept."""
    bringer_for(me, kind)
    hashed = hashlib.sha256(raw).hexdigest()

    def begin(tx: Tx) -> int:
        return tx.insert(
            "import_run",
            site_id=me.site_id,
            person_id=me.id,
            kind=kind,
            name=name,
            hash=hashed,
            uploaded_at=tx.now,
        )

    imports = engine().config.data / "imports"
    imports.mkdir(mode=0o700, parents=True, exist_ok=True)
    db.session.remove()
    with tempfile.TemporaryDirectory(prefix=".upload-", dir=imports) as made:
        waiting = Path(made) / "run"
        waiting.mkdir(mode=0o700)
        (waiting / "raw").write_bytes(raw)
        open_source(waiting).guess(kind, ReadQuery())
        run_id = command(begin)
        shutil.rmtree(_folder(run_id), ignore_errors=True)
        waiting.rename(_folder(run_id))
    return run_id


def list_runs(site_id: int, before: int | None, limit: int) -> dict[str, Any]:
    """A page of the site's imports, newest first."""
    found = rows(
        _RUN + "r.id < :before ORDER BY r.id DESC LIMIT :limit",
        site=site_id,
        before=before or 2**53,
        limit=limit + 1,
    )
    return page(found, limit)


def show(me: SignedIn, run_id: int, wish: ReadQuery) -> dict[str, Any]:
    """A run with its first lines as long as the file is there, and what is wrong in it."""
    run = _run(me, run_id)
    db.session.remove()
    raw = _folder(run_id) / "raw"
    # While it goes on, nobody looks at its first lines, and reading a large file again would take its time.
    looked_at = run["state"] in {"uploaded", "checked"} and raw.exists()
    source = open_source(_folder(run_id), wish.sheet or _plan(run).get("sheet", "")) if looked_at else None  # fmt: skip
    preview = table.preview(run["kind"], source, wish) if source else None
    with Waiting(_folder(run_id) / "lines.sqlite3") as waiting:
        problems = waiting.problems(SHOWN_PROBLEMS)
        more = waiting.count() - len(problems)
    told = [{**one._asdict(), **_place_of(run, one)} for one in problems]
    return {**run, "preview": preview, "problems": told, "more_problems": more}


def check(me: SignedIn, run_id: int, plan: PlanForm) -> None:
    """Read the whole file by a plan; from then on each :func:`go` tries a slice of it."""
    run = _run(me, run_id)
    db.session.remove()
    if run["state"] in {"applying", "applied"}:
        raise NotReadyToApply("this file is brought in already", state=run["state"])
    sheet = SHEETS[run["kind"]]
    table.check_columns(plan.columns, sheet.columns, sheet.needed)
    kept = _folder(run_id) / "raw"
    if not kept.exists():
        raise NotFound("the file is gone; upload it again", id=run_id)
    source = open_source(_folder(run_id), plan.sheet)
    with Waiting(_folder(run_id) / "lines.sqlite3") as waiting:
        waiting.forget_problems()
        with Staging(_folder(run_id)) as staging:
            head, lines, wrong, half = table.stage(run["kind"], source, plan, staging, waiting)
            incomplete: list[Problem] = []
            total = waiting.begin(table.whole_things(staging, half, incomplete))
        waiting.note(incomplete)
    told = json.dumps({**plan.model_dump(), "head": head})
    command(
        lambda tx: tx.run(
            "UPDATE import_run SET state = 'checking', plan = :plan, reason = :reason, lines = :lines, "
            "total = :total, done = 0, created = 0, unchanged = 0, left_out = :wrong WHERE id = :id "
            "AND state IN ('uploaded', 'checking', 'checked')",
            id=run_id,
            plan=told,
            reason=plan.reason,
            lines=lines,
            total=total,
            wrong=wrong,
        )
    )


def begin(me: SignedIn, run_id: int) -> None:
    """Bring in what was checked, from now on; journaled with who did it and why."""
    run = _run(me, run_id)
    signer = engine().signer

    def start(tx: Tx) -> None:
        begun = tx.run(
            "UPDATE import_run SET state = 'applying', done = 0, created = 0, unchanged = 0, "
            "left_out = left_out - :tried WHERE id = :id AND state = 'checked'",
            id=run_id,
            tried=_tried(run),
        )
        if not begun:
            raise NotReadyToApply("check the file first", state=run["state"])
        record(
            tx,
            signer,
            me.site_id,
            me.id,
            "office",
            Verdict("booked", "import_begun"),
            action="import",
            of=run_id,
            what=run["kind"],
            file_hash=run["hash"],
            reason=run["reason"],
        )

    command(start)


def go(me: SignedIn, run_id: int) -> None:
    """Take a run further for a second or so; nothing happens to one that has ended."""
    run = _run(me, run_id)
    if run["state"] not in {"checking", "applying"}:
        return
    where = _where(me, run)
    db.session.remove()
    with Waiting(_folder(run_id) / "lines.sqlite3") as waiting:
        through = go_on(run, bringer_for(me, run["kind"]), where, waiting)
        if through and run["state"] == "applying":
            waiting.finish()
    if through and run["state"] == "applying":
        forget_source(_folder(run_id))


def problem_rows(me: SignedIn, run_id: int) -> Iterator[Sequence[Any]]:
    """Everything that is wrong, as a table to mend the file by."""
    run = _run(me, run_id)
    with Waiting(_folder(run_id) / "lines.sqlite3") as waiting:
        found = waiting.problems()
    yield ["line", "cell", "column", "value", "what", "details"]
    for one in found:
        told = ", ".join(f"{name} {value}" for name, value in one.params.items())
        place = _place_of(run, one)
        yield [one.line, place["cell"], place["head"], one.value, one.code, told]


def forget(me: SignedIn, run_id: int) -> None:
    """Throw a file away that is not brought in; one that is stays in the list."""
    run = _run(me, run_id)
    if run["state"] in {"applying", "applied"}:
        raise NotReadyToApply("this file is brought in already", state=run["state"])
    sql = "DELETE FROM import_run WHERE id = :id AND state IN ('uploaded', 'checking', 'checked')"
    command(lambda tx: tx.run(sql, id=run_id))
    shutil.rmtree(_folder(run_id), ignore_errors=True)


def _tried(run: Row) -> int:
    """How many things the try left out: they are counted anew when they are applied."""
    return max(0, int(run["total"] - run["created"] - run["unchanged"]))


def _plan(run: Row) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(run["plan"])
    return plan


def _place_of(run: Row, one: Problem) -> dict[str, str]:
    """What a problem's column is called in the file, and how a workbook names its cell."""
    plan = _plan(run)
    columns, head = plan.get("columns", []), plan.get("head", [])
    at = columns.index(one.column) if one.column and one.column in columns else None
    called = head[at].strip() if at is not None and at < len(head) else one.column
    return {"head": called, "cell": cell_named(plan.get("sheet", ""), at, one.line)}


def _run(me: SignedIn, run_id: int) -> dict[str, Any]:
    found = row(_RUN + "r.id = :id", site=me.site_id, id=run_id)
    if found is None:
        raise NotFound("there is no such import", id=run_id)
    bringer_for(me, found["kind"])
    return dict(found)


def bringer_for(me: SignedIn, kind: str) -> Bringer:
    """How a kind is brought in, for those who may make its things one by one as well."""
    bringer = BRINGERS[kind]
    # Who comes in as a person may let others in: no token does that.
    if me.role not in bringer.roles or (kind == "people" and me.scopes is not None):
        raise NotAllowed("this needs another role", kind=kind)
    return bringer


def _where(me: SignedIn, run: Row) -> Where:
    site = row("SELECT timezone FROM site WHERE id = :id", id=me.site_id)
    zone = ZoneInfo(site["timezone"] if site else "UTC")
    return Where(me.site_id, zone, run["person_id"], f"import:{run['id']}")


def _folder(run_id: int) -> Path:
    return engine().config.data / "imports" / f"run-{run_id}"
