"""`python -m sipwhy`."""

from sipwhy.cli.process import run

if __name__ == "__main__":
    run()
