"""The real binary, the people who use it, and what stands around it: for tests of every suite."""
