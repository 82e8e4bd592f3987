"""The views of the jobs API: each calls one service or selector."""
