"""Documents to take away: frozen content in, bytes out; the only place that knows WeasyPrint."""
