"""Virtual handhelds that work through the public API alone. May import the engine's reducer and barcodes, and ids."""
