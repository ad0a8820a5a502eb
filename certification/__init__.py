"""Schemes, awards, certificates and their public proof."""
