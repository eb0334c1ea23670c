"""Webhooks: what happened here is told to addresses that want to know, signed, in order, until they have heard it.

The database notes facts in the transaction that makes them (``migrations/telling.py``); behind the commit they become
messages, one for each webhook that wants it, and a sender delivers these. May import the foundation and all nouns.
"""
