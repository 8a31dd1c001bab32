# C40: a row without its key, and set aside
. ./frame.sh
schools "${head}${hill},Mill School,,secondary,N,2004-02-29,38\n${lake}"
refused
echo "exit $?"
record=', rows where "URN" is not ""'
accepted
