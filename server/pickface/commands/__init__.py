"""What can be said at the command line, a file for each noun; what a command needs it imports when it runs.

``cli.py`` lists the commands.
"""
