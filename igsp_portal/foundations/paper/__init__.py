"""What is printed: the one place that knows the PDF engine, its processes, its files while it works,
its footnotes, and what it leaves out of the tags."""
