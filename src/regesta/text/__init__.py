"""Text: from bytes to characters, and from characters to passages."""
