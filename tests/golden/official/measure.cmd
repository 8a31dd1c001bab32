# What tests/measure.py counts, and that it refuses what is too long, too wide or too dense.
python3 ../../measure.py rules
