"""The cases of rules: `<area>/<slug>.md` each, read by `cases` and run through the whole program."""
