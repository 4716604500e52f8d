"""Frauds: one file for each typology; a campaign is a frozen value that plans its own events."""
