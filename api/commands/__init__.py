"""One file a command of ``postrisk``; each offers ``command``."""
