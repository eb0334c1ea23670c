"""Paper: barcodes, ZPL for label printers, and PDF documents.

Pure makers: plain values in, text or bytes out. May import nothing of Pickface but ``errors``.
"""
