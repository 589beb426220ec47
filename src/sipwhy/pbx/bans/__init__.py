"""Which places on this machine drop an address, why, and how just this one is let in again."""
