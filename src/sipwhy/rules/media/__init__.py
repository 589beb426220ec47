"""Media: what happened to voice, as addresses, counts of RTP and RTCP prove it."""
