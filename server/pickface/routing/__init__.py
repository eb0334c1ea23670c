"""Walking: distances over the floor plan, and the order in which to visit stops.

Pure: plain values in, plain values out. Imports the standard library and pickface.errors,
so that a child process may run it without a database.
"""
