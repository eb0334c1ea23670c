"""Postage: labels that are bought from a carrier by its API, its manifests, and where its parcels are.

``interface`` is what any service does (rate, label, manifest, track); each service is one file behind it. Everything
that asks a network is a job behind the commit: no scan and no writer waits for one. A carrier without a service needs
none of this: its rates are a table, its label and manifest are the house's own. May import the foundation, the nouns
and the engine.
"""
