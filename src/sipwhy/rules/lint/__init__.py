"""The form of messages: what breaks the standard though it may have harmed nobody."""
