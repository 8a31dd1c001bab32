# C11: the page of an error
. ./frame.sh
schools "<html><body>404 not found</body></html>\n"
refused
