# C54: forms that other programs take for numbers
. ./frame.sh
schools "${head}2000,Mill School,,secondary,N,2004-02-29,.5\n2001,Mill School,,secondary,N,2004-02-29,5.\n2002,Mill School,,secondary,N,2004-02-29,1_000\n2003,Mill School,,secondary,N,2004-02-29,0x1F\n2004,Mill School,,secondary,N,2004-02-29,1e1\n2005,Mill School,,secondary,N,2004-02-29,1E+11\n2006,Mill School,,secondary,N,2004-02-29,NaN\n2007,Mill School,,secondary,N,2004-02-29,Infinity\n2008,Mill School,,secondary,N,2004-02-29,1/2\n"
refused
