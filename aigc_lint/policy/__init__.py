"""The policy: what a project allows, requires, attests and waives, from ``aigc-policy.toml``."""
