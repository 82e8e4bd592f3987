"""The pages of accounts: sign in, sign up, password reset, account."""
