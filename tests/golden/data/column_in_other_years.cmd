# C29: a column that has another name in one year and is absent in others
. ./frame.sh
trusts 'ID\nT1\n'
points=', in 2025/26 from "POINTS_NEW", not in 2026/27 to 2027/28 as not_yet "not published yet"'
schools "URN,NAME,TRUST,PHASE,BOARDS,OPENED,POINTS_NEW\n1001,Hill,T1,primary,Y,1999-09-01,42\n"
accepted
points=', in 2026/27 from "POINTS_NEW", not in 2025/26 as not_yet "not published yet"'
accepted
