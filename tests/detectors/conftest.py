"""Hypothesis measures no deadlines here: first calls load rules, and machines are shared.

`HYPOTHESIS_PROFILE=deep` tries fifteen times as many examples.
"""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("steady", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=1500)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
