"""An observer's own witness of a log: what it remembers, and what it does with what a board shows."""
