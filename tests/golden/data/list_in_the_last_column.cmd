# C26: further cells of a row are more of its last column, and declared
. ./frame.sh
head='NAME,TRUST,PHASE,BOARDS,OPENED,POINTS,URN\n'
trusts 'ID\nT1\n'
schools "${head}Hill School,T1,primary,Y,1999-09-01,42,1001,1002\n"
review
echo "exit $?"
record=', last column repeats'
accepted
