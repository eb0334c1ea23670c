"""Departures: the trucks that take parcels away, and how parcels leave the house.

Imports the engine, and carriers and parcels of ``orders``; workflows import it.
"""
