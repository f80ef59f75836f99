"""The JSON routes, each a signature and a few lines; what they answer is made in catalogue and renderings."""
