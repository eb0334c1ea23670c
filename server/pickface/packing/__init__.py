"""Cartons: which of a site's cartons goods fit into, and how they stand in it.

Pure: plain values in, plain values out. Imports numpy and pickface.errors, so that a child process may run it without a
database.
"""
