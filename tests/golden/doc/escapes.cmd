"$LUSTRUM" doc escapes.lustrum; "$LUSTRUM" doc --html escapes.lustrum | sed "/^<style>/,/<\/style>/d"
