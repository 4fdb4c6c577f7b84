"""HR's pages of the texts that it words anew, in three languages side by side."""
