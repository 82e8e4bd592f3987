"""An attempt in a process of its own: the worker's side (`host`), the process (`__main__`), and what they say."""
