"""Project what a learning path is worth: pure maths, no Django, clock or network."""
