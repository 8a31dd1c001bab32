# C25: a title above the headings
. ./frame.sh
schools "Schools of the village\n${head}${hill}${mill}"
refused
