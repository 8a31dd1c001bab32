# C29: no column of points
. ./frame.sh
schools "URN,NAME,TRUST,PHASE,BOARDS,OPENED\n1001,Hill,T1,primary,Y,1999-09-01\n"
refused
