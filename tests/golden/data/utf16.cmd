# C2: UTF-16 with its mark
. ./frame.sh
schools "\377\376U\000R\000N\000\n\000"
refused
