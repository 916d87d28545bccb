"""What a person sees: tables, right-to-left text, progress."""
