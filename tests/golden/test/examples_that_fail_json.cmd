"$LUSTRUM" test --json examples_that_fail.lustrum
