"""Printers, and the queue of what they are to print.

Revision ID: 0040
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0038"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ALIVE = sa.text("state IN ('waiting', 'printing', 'failed')")


def _millis(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "printer",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("host", sa.String(120), server_default="", nullable=False),
        sa.Column("port", sa.Integer(), server_default="9100", nullable=False),
        sa.Column("dpi", sa.Integer(), server_default="203", nullable=False),
        sa.Column("takes", sa.String(10), nullable=False),
        sa.Column("place_id", _ID),
        sa.Column("active", sa.Integer(), server_default="1", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.String(20), server_default="", nullable=False),
        _millis("rest_until"),
        _millis("leased_until"),
        sa.Column("leased_by", sa.String(36), server_default="", nullable=False),
        _millis("printed_at"),
        sa.UniqueConstraint("site_id", "name", name="printer_name"),
    )
    op.create_table(
        "print_job",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("site_id", _ID, sa.ForeignKey("site.id"), nullable=False),
        sa.Column("printer_id", _ID, sa.ForeignKey("printer.id"), nullable=False),
        sa.Column("paper", sa.String(20), nullable=False),
        sa.Column("shipment_id", _ID),
        sa.Column("person_id", _ID),
        sa.Column("state", sa.String(10), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        _millis("next_at"),
        sa.Column("problem", sa.String(40), server_default="", nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        _millis("tried_at"),
        _millis("printed_at"),
    )
    op.create_index("print_job_site", "print_job", ["site_id", "id"])
    op.create_index("print_job_state", "print_job", ["site_id", "state", "id"])
    for name, first in (("print_job_alive", "printer_id"), ("print_job_of", "person_id")):
        op.create_index(
            name, "print_job", [first, "id"], sqlite_where=_ALIVE, postgresql_where=_ALIVE
        )


def downgrade() -> None:
    """Printers and what waits for them are forgotten."""
    op.drop_table("print_job")
    op.drop_table("printer")
