"""What a person runs: the flows and the command line that starts them."""
