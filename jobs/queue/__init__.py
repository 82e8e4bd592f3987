"""Every write to a job's state. Each verb is one guarded statement; its row count is checked."""
