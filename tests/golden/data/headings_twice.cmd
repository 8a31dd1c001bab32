# C27: two columns of one heading
. ./frame.sh
schools "URN,NAME,TRUST,PHASE,BOARDS,OPENED,POINTS,POINTS\n1001,Hill,T1,primary,Y,1999-09-01,42,43\n"
refused
