"""Benchmarks and long modes. `python -m bench` runs every benchmark; each file also runs alone."""
