# C10: a gzip file
. ./frame.sh
schools "\037\213\010\000abc\n"
refused
