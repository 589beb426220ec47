"""The filter language on what was read from files: masks over columns as far as these know the answer, single messages beyond."""
