# C47: the row of the nation among the schools, and set aside
. ./frame.sh
schools "${head}${hill}${mill},England,,ALL,N,2004-02-29,43\n"
refused
echo "exit $?"
record=', rows where "PHASE" is not "ALL"'
accepted
