"""The benchmark: gouji against the libraries that read the same files, in one run."""
