"""A small labelled world of postal traffic: honest people first, then frauds and look-alikes.

One seed gives one world, byte for byte. No field of an event is written differently because the
event is a fraud: persons, texts and dirt come from the same pools and functions for everybody, and
the label stands in another file. ``docs/simulator.md`` says what the world models and what not.
"""
