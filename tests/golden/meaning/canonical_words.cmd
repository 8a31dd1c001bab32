"$LUSTRUM" canonical ../../../examples/first/first.lustrum --wording
"$LUSTRUM" canonical ../../../examples/first/first.lustrum --json | grep -v bytes_sha
"$LUSTRUM" canonical ../../../examples/first/first.lustrum --hashes | grep -v bytes
echo '-- the SHA-256 of what is printed is the hash of meaning'
"$LUSTRUM" canonical ../../../examples/first/first.lustrum | sha256sum
"$LUSTRUM" canonical ../../../examples/first/first.lustrum --wording | sha256sum
