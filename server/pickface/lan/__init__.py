"""HTTPS for one building: a certificate authority of this installation, and how a handheld comes to trust it.

May import ``labels`` (QR codes) and nothing else of Pickface.
"""
