# C26: short rows may lack everything but the key
. ./frame.sh
head='NAME,TRUST,PHASE,BOARDS,OPENED,POINTS,URN\n'
hill='Hill School,T1,primary,Y,1999-09-01,42,1001\n'
schools "${head}${hill}Mill School,,secondary,N,2004-02-29\n"
trusts 'ID\nT1\n'
record=', short rows missing as cut_short'
review
