"""Reference facts bundled with the code: region codes with years, towns, telephone ranges.

Plain tables read once at import (about 50 ms in all); ``build.py`` derives them again,
``SOURCE.md`` names where they come from. All of them have gaps: what is not listed is unknown, not wrong.
"""
