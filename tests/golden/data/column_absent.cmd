# C29: no column of points, and declared for the year
. ./frame.sh
schools "URN,NAME,TRUST,PHASE,BOARDS,OPENED\n1001,Hill,T1,primary,Y,1999-09-01\n"
refused
echo "exit $?"
points=', not in 2025/26 as not_yet "not published yet"'
accepted
