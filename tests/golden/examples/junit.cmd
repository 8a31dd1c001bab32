# JUnit of several files, on standard output and in a file; signs of XML are written as XML wants them.
rm -rf "$OUT" && mkdir "$OUT"
"$LUSTRUM" test small.lustrum wrong.lustrum --junit - 2>/dev/null; echo $?
"$LUSTRUM" test small.lustrum --junit "$OUT/result.xml"; echo $?
python3 -c 'import sys, xml.dom.minidom as d; x = d.parse(sys.argv[1]); print(x.getElementsByTagName("testcase")[0].getAttribute("name"))' "$OUT/result.xml"
ls "$OUT"
