"""Photos that are said to be here: each file is there, and is what its name says."""

from __future__ import annotations

from pathlib import Path

from pickface.db import rows
from pickface.insight.audit_report import Report
from pickface.scans.photos.keeping import is_whole

_HERE = (
    "SELECT sha256, MIN(event_id) AS event FROM photo WHERE received_at >= :since AND gone_at IS NULL "
    "GROUP BY sha256 ORDER BY sha256"
)


def check_photos(report: Report, data: Path, since: int = 0) -> None:
    """Read each photo that came ``since``, and tell which are missing or altered."""
    for photo in rows(_HERE, since=since):
        report.photos += 1
        if not is_whole(data, photo["sha256"]):
            report.differs(
                f"photo {photo['sha256']}: its file is missing or altered; event {photo['event']} names it"
            )
