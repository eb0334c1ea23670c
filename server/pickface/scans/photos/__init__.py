"""Photos as evidence (LAWS 27): a signed event names one by its hash, the file comes after it, outside the database.

``naming`` says what a photo belongs to, ``checking`` what may be kept, ``keeping`` holds the files, ``clearing`` lets
them go when their days are over. Imports the foundation and the engine.
"""
