"""The weight of each call and frame: the worst that one member achieves with it, and what that costs everyone else."""
