"""What can be done to an account: one use case a function."""
