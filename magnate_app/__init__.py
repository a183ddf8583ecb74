"""Magnate: a property-trading board game for friends in the same house."""

__version__ = "1.0.0"
