"""Sources: what the index lists, where its files are, and the documents that they hold."""
