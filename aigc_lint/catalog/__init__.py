"""The catalogue: providers, services, documents, clauses, opt-outs, endpoints, SDKs, wrappers and rules, from TOML."""
