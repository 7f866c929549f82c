"""The core: what a review is. No orchestration, no language model, no web."""
