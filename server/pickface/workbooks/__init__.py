"""Workbooks (.xlsx) as plain tables, in and out, each in a process of its own. May import the errors alone."""
