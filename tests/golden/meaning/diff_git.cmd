# As git's diff driver, in a repository of its own.
HERE=$(pwd)
cd "$OUT" && mkdir repository && cd repository
export GIT_CONFIG_NOSYSTEM=1 HOME="$OUT" GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example
git init -q .
git config diff.lustrum.command "\"$LUSTRUM\" diff"
echo '*.lustrum diff=lustrum' >.gitattributes
cp "$HERE/_written_one_way.lustrum" rules.lustrum
git add . && git commit -qm first
sed -i 's/>= 40%/>= 45%/' rules.lustrum
git diff rules.lustrum | sed 's|/tmp/[^:]*:|BEFORE:|; s|[^ ]*/git-blob[^:]*:|BEFORE:|'
git commit -qam second
git rm -q rules.lustrum
git diff --cached
