"""A file a question: what a metric tells, as a panel."""
