# C28: a heading in other letters
. ./frame.sh
schools "URN,Name,TRUST,PHASE,BOARDS,OPENED,POINTS\n${hill}"
refused
