"""Tests of the policy file: what is read, and what is said of mistakes."""
