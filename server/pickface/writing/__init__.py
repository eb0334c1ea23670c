"""The one way to write: transactions, and the writer of each database.

Whoever writes takes them from ``pickface.db``.
"""
