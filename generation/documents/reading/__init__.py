"""Files that people send, as text: what they are, and what stands in them."""
