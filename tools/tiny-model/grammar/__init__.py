"""The grammar that writes the corpus: data files (*.txt) and the code that composes them."""
