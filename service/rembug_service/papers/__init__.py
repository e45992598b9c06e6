"""What stands on each printed paper: gathered from the board's state, the register and the rolls."""
