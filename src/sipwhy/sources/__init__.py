"""Kinds of evidence, one file each: capture files, and text logs (`text_log`); `stranger` tells what is neither, and is loaded for that."""

from sipwhy.sources.capture_file import CaptureFile, Problem, open_capture

__all__ = ["CaptureFile", "Problem", "open_capture"]
