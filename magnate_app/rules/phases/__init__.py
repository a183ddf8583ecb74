"""One module per decision kind: what is legal, why not, and doing it."""
