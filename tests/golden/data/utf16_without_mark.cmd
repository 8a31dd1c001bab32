# C2: UTF-16 without a mark
. ./frame.sh
schools "U\000R\000N\000,\000N\000\n\000"
refused
