"""Code that every app may use and that knows no table."""
