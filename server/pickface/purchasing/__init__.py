"""Suppliers and purchase orders. May import the foundation, catalog and locations."""
