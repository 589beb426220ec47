"""Records captures of real programs in network namespaces."""
