"""The ledger of moves, balances and promises. May import the foundation only."""
