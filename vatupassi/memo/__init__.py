"""The memo: its content, its confirmation and its paper."""
