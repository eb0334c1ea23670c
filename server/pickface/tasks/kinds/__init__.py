"""One file per step kind: what it does at each event, as pure functions over plain values.

Imports `motions` and `steps` only; `reducer.py` lists the kinds.
"""
