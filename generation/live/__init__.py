"""Live views of this app."""
