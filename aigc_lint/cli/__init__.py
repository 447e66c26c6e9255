"""The command line: arguments in, reports and exit codes out. The only place that prints."""
