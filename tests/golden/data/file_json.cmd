# C10: a JSON file
. ./frame.sh
schools "[{\"urn\": 1001}]\n"
refused
