# C13: line ends of two kinds: read, with a warning
. ./frame.sh
trusts 'ID\nT1\n'
schools "${head}1001,Hill School,T1,primary,Y,1999-09-01,42\r\n${mill}${lake}"
accepted
