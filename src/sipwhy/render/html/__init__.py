"""The report as one page that needs nothing else."""

from sipwhy.render.html.page import html_page

__all__ = ["html_page"]
