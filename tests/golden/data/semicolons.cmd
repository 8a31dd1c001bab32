# C23: another separator, and declared
. ./frame.sh
printf "${head}${hill}${mill}${lake}" | tr , ";" >"$OUT/data/schools.csv"
refused
echo "exit $?"
record=', separator ";"'
accepted
