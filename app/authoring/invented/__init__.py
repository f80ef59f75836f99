"""Made-up procedures for benchmarks and tests: no input, no output, the same for the same seed, on every machine."""
