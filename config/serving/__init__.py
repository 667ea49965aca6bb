"""Runs a whole installation from one command: broker, web, workers and beat, started and stopped together."""
