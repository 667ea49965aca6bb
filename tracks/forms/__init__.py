"""Forms of the catalogue's pages."""
