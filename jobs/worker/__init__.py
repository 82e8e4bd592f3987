"""The worker process: claims jobs, runs their handlers, keeps their leases, writes what they report."""
