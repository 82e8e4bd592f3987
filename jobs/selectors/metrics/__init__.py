"""What all the work of a span of days adds up to, people's and machines': one file a question, all sums by SQL."""
