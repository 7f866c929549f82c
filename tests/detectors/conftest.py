"""Hypothesis measures no deadlines here: first calls load rules, and machines are shared."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("steady", deadline=None)
settings.load_profile("steady")
