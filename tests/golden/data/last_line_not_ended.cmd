# C15: no line end after the last row: read
. ./frame.sh
trusts 'ID\nT1\n'
schools "${head}${hill}1002,Mill School,,secondary,N,2004-02-29,38"
accepted
