# C53: minus nought: read as 0, with a warning
. ./frame.sh
trusts 'ID\nT1\n'
schools "${head}1001,Hill School,T1,primary,Y,1999-09-01,-0.00\n"
accepted
