# The line on a terminal that tells how far a long review is: it appears, is gone at the end, and is
# in no output.
python3 progress.py "$LUSTRUM" "$OUT" $MORE
