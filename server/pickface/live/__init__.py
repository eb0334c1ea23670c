"""The bus and the websockets. May import the foundation only."""
