"""Who uses it: the command line and the web. Everything a user sees is Chinese."""
