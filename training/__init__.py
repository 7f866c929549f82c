"""Recipes that make what ships as learned weights. Not part of the installed product."""
