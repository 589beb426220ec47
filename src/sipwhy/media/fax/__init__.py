"""Fax over IP: T.38 packets, and the signals of T.30 in them."""
