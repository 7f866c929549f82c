"""When things run: examining one file within bounds, the intake of a batch, the release of a case.

Prefect is imported in `flows.intake` only, and only when a batch runs.
"""
