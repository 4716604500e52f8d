"""The exposure ledger under 64 connections and kill -9: limits, leaks, losses."""
