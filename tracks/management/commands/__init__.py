"""Commands of the catalogue, one module each."""
