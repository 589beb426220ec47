"""One file for each command, named like it (`report` is the main job); each is loaded only when it is called."""

COMMANDS = (
    "calls",
    "flow",
    "tui",
    "live",
    "history",
    "grep",
    "media",
    "audio",
    "export",
    "cdr",
    "code",
    "pbx",
    "rules",
    "rule",
    "completion",
)
