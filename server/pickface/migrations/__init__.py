"""Alembic migrations for both databases; each ends by reinstalling the append-only triggers."""
