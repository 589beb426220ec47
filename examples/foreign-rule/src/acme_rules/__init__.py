"""Diagnoses that are true of one network only."""
