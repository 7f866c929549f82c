"""Alembic migrations of the office's database."""
