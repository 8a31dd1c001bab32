# C61: marks of published tables, and declared
. ./frame.sh
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,SUPP\n1004,Mill School,,secondary,N,2004-02-29,c\n"
refused
echo "exit $?"
points=', missing "SUPP", "c" as withheld_at_source'
accepted
