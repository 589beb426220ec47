"""
From where on a fault of media counts: shares, seconds, milliseconds.

The limits are those that other programs of this kind use, rounded to what people notice (ITU-T G.107, G.114).
"""

from __future__ import annotations

ENOUGH = 100
"""Packets from which a share tells anything: two seconds of voice."""
FEW_LOST = 5
"""Lost packets that nobody hears, whatever their share."""
LOSS_NOTED, LOSS_HEARD, LOSS_BAD = 0.01, 0.02, 0.05
"""Shares of lost packets: worth a note, heard as gaps, words become unintelligible."""
TOLD_LOSS_HEARD, TOLD_LOSS_BAD = 0.03, 0.05
"""Shares lost beyond what is missing here already, as RTCP tells."""
TOLD_FEW = 10
"""Lost packets from which what RTCP tells counts: it is told once in five seconds, and rounded."""
JITTER_HEARD, JITTER_BAD = 30.0, 60.0
"""Mean interarrival jitter in ms: more than small jitter buffers even out, more than usual ones do."""
JITTER_DISORDERED, DISORDER = 4.0, LOSS_HEARD
"""Mean jitter in ms, with this share of packets behind a later one, from which it is tried what buffers would have lost of it: a packet
that comes too late for a small one comes behind others, and each adds twice its lateness to the sum of which jitter is the mean."""
SMALL_BUFFER = 60.0
"""Milliseconds that small fixed jitter buffers wait: three packets of 20 ms."""
HOLE, HOLE_BAD = 2.0, 5.0
"""Seconds without a packet, though they were sent: heard as a gap, taken for the end of the call."""
LATE_HEARD, LATE_BAD = 2.0, 5.0
"""Seconds after the answer in which nothing was heard."""
STOPPED = 5.0
"""Seconds without voice before the hang-up."""
TALK = 3.0
"""Seconds that a call must last before silence in it means anything."""
SILENT_REPORTS = 4.0
"""Seconds over which RTCP must say that nothing came."""
HALF_SECOND = 25
"""Packets in half a second of voice, as most telephones send it."""
SECOND = 2 * HALF_SECOND
"""Packets in a second of voice, from which it is no stray and no ringing tone cut off: somebody speaks."""
STRAYS = 0.02
"""Share of what goes one way that may come the other way though nobody is heard: strays from before, packets that open a NAT."""
SILENT = 0.99
"""Share of packets of digital silence from which nothing is said."""
SAID_NOTHING = 10.0
"""Seconds of comfort noise alone from which it is no pause of somebody who speaks."""
NOISE_PACKETS = 15
"""More packets of comfort noise than senders need in a second: they send one as it begins, and when it changes (RFC 3389 section 4)."""
DIGIT = 3
"""Packets of telephone events from which they are a digit: its end alone is sent three times (RFC 4733 section 2.5.1.4)."""
ROUND_TRIP = 600.0
"""Milliseconds to the far end and back from which people talk over each other: with buffers and codecs it comes near the 400 one way that
ITU-T G.114 allows at most."""
OVERLAP = 1.0
"""Seconds in which two senders must have sent to one socket before the second is a stranger."""
PACKET_TIME = 20.0
"""Milliseconds of voice in a packet, as nearly all send it (RFC 3551 section 4.2)."""
G711_CLOCK = 8000
"""Units of the timestamp of G.711 in a second (RFC 3551 section 4.5.14)."""
PACE_ODD = 0.2
"""From where on timestamps that run faster or slower than time are counted wrongly: clocks differ by some ten thousandths at most."""
DRIFT, DRIFT_MOST = 1000.0, 10_000.0
"""Millionths by which the clock of a sender is off: ten times what crystals are (G.711 allows 50); beyond that it counts wrongly."""
DRIFTED = 100.0
"""Milliseconds that it must have gone off in a stream: more than jitter at both ends makes of a right one, and than small buffers hold."""
TAGS = (4, 10, 14, 16, 20)
"""Bytes that SRTP adds to a packet: tags of 32 and 80 bits, of AEAD, and 80 or 128 with an index of the key (RFC 3711, RFC 7714)."""
