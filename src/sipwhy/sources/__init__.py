"""Kinds of evidence, one file each; so far capture files."""

from sipwhy.sources.capture_file import CaptureFile, Problem, open_capture

__all__ = ["CaptureFile", "Problem", "open_capture"]
