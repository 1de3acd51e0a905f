"""The command line: one file per pair of commands, each a thin reading of the packages."""
