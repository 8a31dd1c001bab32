for way in one another; do
    "$LUSTRUM" canonical "_written_${way}_way.lustrum" --hashes
    "$LUSTRUM" canonical "_written_${way}_way.lustrum" >"$OUT/$way"
done
diff "$OUT/one" "$OUT/another" && cat "$OUT/one"
