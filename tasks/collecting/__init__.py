"""Effects: what talks to the network or reads archives."""
