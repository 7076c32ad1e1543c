"""The launcher behind `./portal`: installs, starts, watches and stops. Standard library only."""
