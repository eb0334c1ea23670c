"""Saved views: a list as somebody keeps it, by name, and shares it with a role."""
