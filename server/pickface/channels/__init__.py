"""Files and other shops' ways in: CSV imports. May import the foundation and the office nouns."""
