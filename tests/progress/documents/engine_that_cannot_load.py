"""Stands for the render module on a machine without the text libraries."""

raise OSError("cannot load library 'libpango-1.0-0'\nand a long hint")
