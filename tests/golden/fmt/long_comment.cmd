# A comment behind a line that has no room for it stands above the line; one behind a line with a comment
# inside stays.
"$LUSTRUM" fmt - <<'RULES'
record School (Schools) from "schools.csv"
  urn key text from "URN" -- the number that the national register of schools gave it when it opened in that place
  name identity text -- as printed
    from "NAME" -- the name that the national register of schools gave it when it opened in that very place
RULES
