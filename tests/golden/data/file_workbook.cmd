# C10: an Excel workbook
. ./frame.sh
schools "PK\003\004abc\n"
refused
