"""Kinds of evidence, one file each; so far capture files."""

from sipwhy.sources.capture_file import CaptureFile, Problem, open_capture
from sipwhy.sources.stranger import kind_of

__all__ = ["CaptureFile", "Problem", "kind_of", "open_capture"]
