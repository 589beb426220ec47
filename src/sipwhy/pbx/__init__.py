"""The server itself: what state it is in, what it says when asked, and which places on its machine drop an address."""
