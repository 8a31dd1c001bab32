# C11: a note of Git LFS
. ./frame.sh
schools "version https://git-lfs.github.com/spec/v1\noid sha256:00\n"
refused
