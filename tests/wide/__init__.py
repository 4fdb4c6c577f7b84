"""What `make wide` looks at beyond `make test`."""
