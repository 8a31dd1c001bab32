# C19: after a line end within quotes, rows are told by row and by line
. ./frame.sh
schools "${head}1001,\"Hill\nSchool\",T1,primary,Y,1999-09-01,42\n1002,Mill School,,secondary,N,2004-02-29,x\n"
refused
