"""A whole site as one file: written, checked and brought into an empty installation. It wires the nouns."""
