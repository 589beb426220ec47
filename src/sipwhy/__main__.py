"""`python -m sipwhy`."""

import sys

from sipwhy.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
