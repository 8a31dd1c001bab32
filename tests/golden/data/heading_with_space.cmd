# C28: a heading with a space behind it
. ./frame.sh
schools "URN,NAME,TRUST,PHASE,BOARDS,OPENED,POINTS \n${hill}"
refused
