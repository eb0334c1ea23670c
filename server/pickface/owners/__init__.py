"""Whose goods lie here: the house and its clients. May import the foundation."""
