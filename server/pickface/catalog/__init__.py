"""Items, barcodes and lots. May import the foundation."""
