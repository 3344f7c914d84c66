"""What is printed: the one place that knows the PDF engine, its processes, and its footnotes."""
