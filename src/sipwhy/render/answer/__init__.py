"""The reference of SIP answers for readers: one outline, drawn as text, Markdown or JSON."""
