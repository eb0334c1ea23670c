"""Boards and the journal as people read them. May import everything but workflows."""
