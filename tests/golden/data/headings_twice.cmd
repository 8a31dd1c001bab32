# C27: two columns of one heading, and declared which; where they are not two, it is refused
. ./frame.sh
schools "URN,NAME,TRUST,PHASE,BOARDS,OPENED,POINTS,POINTS\n1001,Hill,T1,primary,Y,1999-09-01,42,43\n"
refused
echo "exit $?"
points=', column 2 of 2'
accepted
echo "exit $?"
schools "URN,NAME,TRUST,PHASE,BOARDS,OPENED,POINTS,POINTS,POINTS\n1001,Hill,T1,primary,Y,1999-09-01,42,43,44\n"
review
echo "exit $?"
schools "URN,NAME,TRUST,PHASE,BOARDS,OPENED,POINTS\n1001,Hill,T1,primary,Y,1999-09-01,42\n"
review
