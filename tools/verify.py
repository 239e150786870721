#!/usr/bin/env python3
"""Checks an export of a Glasscase log offline, without the program that wrote it.

    python3 tools/verify.py EXPORT --key KEY

See `--help`, and docs/export-format.md for what is checked.
"""

import sys

from glasscase_verify.main import main

if __name__ == "__main__":
    sys.exit(main())
