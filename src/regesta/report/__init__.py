"""What a run says to a person: the summary at the end, conflicts side by side, one row in its context."""
