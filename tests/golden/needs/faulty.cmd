"$LUSTRUM" needs ../lint/faulty.lustrum
