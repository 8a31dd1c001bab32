# C9: nothing but spaces and line ends
. ./frame.sh
schools "  \n \n"
refused
