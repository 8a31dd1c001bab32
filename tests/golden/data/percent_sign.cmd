# C50: percent signs, and declared
. ./frame.sh
kind='% 0% to 100%' unit=%
schools "${head}1001,Hill School,T1,primary,Y,1999-09-01,42%%\n${lake}"
refused
echo "exit $?"
points=', percent sign'
accepted
