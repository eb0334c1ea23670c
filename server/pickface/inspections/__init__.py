"""Inspection of goods that come in: what waits to be looked at, what was found, and what a desk decides."""
