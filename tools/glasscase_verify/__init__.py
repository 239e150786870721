"""A second implementation of the checks of `glasscase verify`, written from docs/export-format.md and the access rules.

Python 3.9 or newer, its standard library, and `cryptography` (38 or newer). It shares no code with the program.
"""
