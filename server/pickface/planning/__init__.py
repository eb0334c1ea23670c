"""What to buy: forecasts, reorder points and purchase proposals.

Everything but ``lines.py`` (files) is pure: functions over numpy arrays of shape (items, days). Nothing here runs
inside a transaction.
"""
