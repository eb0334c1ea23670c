"""Printers, and the queue of what they are to print: it survives jams, restarts and printers that are away.

Foundation, labels, and the orders whose papers are printed; no workflow. The sender runs behind the commit.
"""
