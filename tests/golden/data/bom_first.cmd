# C1: a byte-order mark at the start: read
. ./frame.sh
trusts 'ID\nT1\n'
schools "\357\273\277${head}${hill}${mill}"
accepted
