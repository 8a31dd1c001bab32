# C27: two columns of one heading that no field reads: nothing to mistake
. ./frame.sh
trusts 'ID\nT1\n'
schools "URN,NAME,TRUST,PHASE,BOARDS,OPENED,POINTS,NOTE,NOTE\n1001,Hill,T1,primary,Y,1999-09-01,42,a,b\n"
accepted
