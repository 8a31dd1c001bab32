# C30: columns in another order, and one that no rule reads
. ./frame.sh
trusts 'ID\nT1\n'
schools "NOTE,POINTS,NAME,URN,TRUST,PHASE,BOARDS,OPENED\nx,42,Hill School,1001,T1,primary,Y,1999-09-01\n"
accepted
