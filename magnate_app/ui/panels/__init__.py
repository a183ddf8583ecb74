"""The panels of the table: what may be done now, and what is known about everybody."""
