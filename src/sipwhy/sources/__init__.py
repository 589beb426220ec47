"""Kinds of evidence, one file each: capture files, and text logs (`text_log`, loaded only for one)."""

from sipwhy.sources.capture_file import CaptureFile, Problem, open_capture
from sipwhy.sources.stranger import HEAD, problem_of

__all__ = ["HEAD", "CaptureFile", "Problem", "open_capture", "problem_of"]
