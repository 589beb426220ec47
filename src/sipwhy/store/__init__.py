"""
The history on this machine: a folder of Parquet segments, and a journal of what is not sealed yet.

Theory of operation. One recorder writes (`lock`), anybody reads, and nobody waits for anybody:

- Messages get numbers by arrival. The recorder appends them to the journal (`journal`: checksummed frames, fdatasync each second) and
  every few seconds seals them into a segment (`segments`: a temporary file, fsync, rename, fsync of the folder). Then the journal's
  file goes. Small segments are merged into larger ones, by the hour at last.
- A segment is named for the numbers in it. So a reader (`reader`) that sees a message twice, in the journal and in a segment, or in a
  segment and in the merged one, knows it: of the journal it takes what is above the last sealed number, of segments those that no
  other one contains. It reads the journal first and lists segments then; what is sealed in between is in the segment.
- Time is a column like others; a clock that jumps changes no number.
- Retention (`retention`) deletes whole segments, oldest first. A file named `format` says by which rules all this was written.
"""
