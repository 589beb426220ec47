"""
Writes the index of rules, out of all their modules: by it the program loads those alone that a capture needs.

usage: python -m docs.rule_index            writes it
       python -m docs.rule_index --check    exit status 1 if it is out of date
"""

from __future__ import annotations

import sys

from docs import written

from sipwhy.diagnosis.known import INDEX, index_text
from sipwhy.diagnosis.registry import walked

if __name__ == "__main__":
    sys.exit(written.run({INDEX: index_text(walked())}, sys.argv))
