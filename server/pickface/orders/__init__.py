"""Customer orders. May import the foundation, catalog, locations and stock."""
