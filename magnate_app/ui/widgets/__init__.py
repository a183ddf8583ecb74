"""Controls: they take values and callbacks and know nothing of Magnate."""
