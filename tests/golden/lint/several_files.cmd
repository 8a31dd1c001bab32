"$LUSTRUM" lint not_caught.lustrum absent.lustrum faulty.lustrum --quiet
