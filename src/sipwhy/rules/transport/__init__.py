"""What the network did to a message on its way."""
