# C14: a line that ends in a carriage return alone
. ./frame.sh
schools "${head}1001,Hill School,T1,primary,Y,1999-09-01,42\r${mill}"
refused
