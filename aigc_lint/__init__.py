"""Find every call that reaches an AI service and hold it against the contract it falls under."""

__version__ = "0.1.0"
