# C61: errors of a spreadsheet
. ./frame.sh
schools "${head}1002,Mill School,,secondary,N,2004-02-29,#N/A\n1004,Mill School,,secondary,N,2004-02-29,#REF!\n"
refused
