"""The demo site: a believable warehouse as plain data, the same for the same seed, and its loading.

All but `load` import only each other, `routing.floor` and the standard library; `load` may import the office nouns,
the engine and the foundation. The assortment is a table beside the code.
"""
