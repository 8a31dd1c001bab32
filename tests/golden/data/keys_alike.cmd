# C7, C43: keys that differ by noughts in front or by capital letters: read, with warnings
. ./frame.sh
trusts 'ID\nT1\n'
schools "${head}1001,Hill School,T1,primary,Y,1999-09-01,42\n01001,Mill School,,secondary,N,2004-02-29,38\nwa1,Lake School,,primary,N,2010-01-15,51\nWA1,Dale School,,primary,N,2010-01-15,50\n"
accepted
