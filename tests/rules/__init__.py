"""Cases of the rules: Markdown files that are specification, test and example at once."""
