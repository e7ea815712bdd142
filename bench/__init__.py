"""How fast and how small: `make bench`. The same work by the best alternative stands beside each figure, measured in the same run."""
