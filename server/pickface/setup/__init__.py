"""Setting up a warehouse in the browser: the first run, what is still missing, the floor, and what is printed for it.

Wires the office nouns together, like the command line; may import everything below the web.
"""
