"""The commands of `magnate`, one module each: `add_parser` and `run`."""
