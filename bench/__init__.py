"""Load tests against the server that `make run` starts; `make bench` prints a table and writes var/bench.json."""
