"""Low stock, told by rule: what is looked at, what was found low, and who is told. Behind the commit, never in a scan.

A room beside insight and planning: it reads stock, orders and forecasts, and may import all of them.
"""
