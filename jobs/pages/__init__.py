"""The pages of jobs: the list, one job, and what its buttons do."""
