"""The terminal program: the list of calls, and behind each its ladder, its messages and why it failed; a shell beside `cli`."""
