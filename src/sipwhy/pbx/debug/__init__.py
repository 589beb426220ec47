"""
SIP logging turned on for a while, and off again whatever happens.

What is on stands in a record on disk before it is turned on. A watchdog, a process of its own session, turns it off if the tool dies or
the time is over; the next run of the program turns off what a watchdog could not.
"""
