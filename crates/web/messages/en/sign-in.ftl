sign-in = Sign in
sign-in-how = Nobody has a password here. Sign in with your token; it stays with you, and this browser gets a session of its own that ends after twelve hours.
sign-in-token = Token
sign-in-go = Sign in
sign-in-refused = This token is not known here, or its time is over. Ask an owner of your organisation for another invitation.
sign-in-first = For the first time here? Open the link that you were given.
