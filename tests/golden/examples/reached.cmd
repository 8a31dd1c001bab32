# Every kind of clause that no example reaches, in words; a half of them are reached.
"$LUSTRUM" test reached.lustrum --coverage
