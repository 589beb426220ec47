"""sipwhy: why a call or a registration failed, whose fault it is, and what to do."""

__version__ = "0.1.0"
