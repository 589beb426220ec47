"""The command line."""

SHELL_ASKS = "_SIPWHY_COMPLETE"
"""The variable by which a shell's completion script asks the program."""
