"""Registration and authentication: who may speak, and where a phone can be found."""
