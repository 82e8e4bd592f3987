"""The tasks that the offline provider can do, each a function of a request's inputs and its world."""
