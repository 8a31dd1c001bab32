# C38: an upload that was cut off
. ./frame.sh
schools "${head}${hill}1002,Mill Sch"
refused
