# C63: supp where SUPP is declared
. ./frame.sh
points=', missing "SUPP" as withheld_at_source'
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,supp\n${lake}"
refused
