"""`imrparse inspect`: walk through a letter's values beside the words that they were read from."""
