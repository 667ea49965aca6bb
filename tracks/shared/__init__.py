"""Code that every app may use; something enters when a second app needs it."""
