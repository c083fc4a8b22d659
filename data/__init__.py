"""The event tables: contract, lake, warehouse, sources and the simulated market."""
