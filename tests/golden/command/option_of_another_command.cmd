"$LUSTRUM" explain L0601 --data d

"$LUSTRUM" report out -o site --max-memory 1G
"$LUSTRUM" export out --sqlite out.db --max-memory 1G
