"""Channels: shops whose orders come in by their own webhooks, in their own formats.

Each kind of shop is one file that knows its headers and fields (``shopify``, ``woocommerce``) and makes a
:class:`~pickface.shops.told.ShopOrder` of a body; everything behind that is the same for all. May import the
foundation, all nouns and the engine.
"""
