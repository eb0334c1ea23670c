"""Kits: items that are made of other items, and of how many. May import the catalogue and the foundation."""
