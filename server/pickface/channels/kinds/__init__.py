"""The kinds of tables, each beside those that it is alike."""
