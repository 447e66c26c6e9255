"""The ground: small frozen types that every layer speaks in. Imports nothing of ours."""
