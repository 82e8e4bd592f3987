"""The pages of people's work: board, list and calendar, the form of a task, its time, and the running timer."""
