"""Raw text -> canonical form and quality facts: pure, total, idempotent.

No text of any kind makes these functions raise, no two calls differ, and parsing a canonical form
gives it back. They do no I/O: the tables they look into are read at import (``data.reference``).
"""
