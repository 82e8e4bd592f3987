"""Live views: one listener a process, one reader a job, and sockets that follow from a cursor."""
