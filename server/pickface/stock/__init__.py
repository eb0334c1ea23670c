"""The ledger of moves, balances and promises. May import the foundation only.

``ledger``, ``carrying`` and ``reservations`` are what others ask; ``posting``, ``on_hand``, ``levels``, ``move_book``,
``rolling`` and ``promise_book`` are the rooms behind them, which nobody enters from outside.
"""
