#!/bin/sh
# Make one copy, point "latest.tar" at it, and keep the last thirty.
set -eu
folder=$1
name="kentongan-$(date +%Y%m%d-%H%M%S).tar"
.venv/bin/kentongan backup "$folder/$name"
ln -sfn "$name" "$folder/latest.tar"
ls -1 "$folder"/kentongan-*.tar | sort -r | tail -n +31 | while read -r old; do rm -- "$old"; done
