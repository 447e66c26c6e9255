"""Tests of the checks: hand-built uses against the shipped catalogue."""
