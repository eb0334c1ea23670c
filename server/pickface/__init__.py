"""Pickface: a warehouse management system that lives on the handheld scanner."""
