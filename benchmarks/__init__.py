"""Quality and speed on the shipped sources: `python -m benchmarks`, or `make bench`."""
