"$LUSTRUM" lint --json silenced.lustrum
