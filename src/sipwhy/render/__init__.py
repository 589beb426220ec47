"""Reports as text, JSON, HTML, Markdown, SVG and Mermaid."""
