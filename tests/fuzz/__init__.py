"""What is fuzzed, and by what: `contract` says it for Hypothesis (`tests/test_fuzz.py`) and atheris (`make fuzz`)."""
