"""Numbers, routes, money and policy: why a server would not carry a call."""
