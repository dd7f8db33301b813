package dev.verge.shop;

import dev.verge.Context;
import dev.verge.Cookie;
import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.Sessions;
import dev.verge.Sessions.Session;
import dev.verge.Sql;
import java.util.List;
import java.util.UUID;

/**
 * {@code /api/users} and {@code /api/session}: credentials at the origin, sessions near the user.
 */
final class AccountsApi {
  private AccountsApi() {}

  /** Who signs up. */
  record NewUser(String email, String name, String password) {
    NewUser {
      email = Input.email(email);
      name = Input.text("name", name, 100);
      password = Input.password(password);
    }

    @Override
    public String toString() {
      return "new user";
    }
  }

  private record Created(String userId) {}

  private record SignedIn(String userId, String token) {}

  static Response signUp(Context c) {
    return Response.created(new Created(create(c, c.json(NewUser.class))));
  }

  static Response signIn(Context c) {
    Session session = start(c, c.json(Accounts.Credentials.class));
    return Response.created(new SignedIn(session.user(), session.token()))
        .withCookie(session.cookie());
  }

  static Response signOut(Context c) {
    c.sessions().end();
    return Response.noContent().withCookie(Cookie.expired(Sessions.COOKIE));
  }

  /** Makes an account and its profile; returns the user's id. */
  static String create(Context c, NewUser user) {
    String id = UUID.randomUUID().toString();
    String region = c.country();
    c.origin(Accounts.class)
        .create(new Accounts.Account(id, user.email(), user.name(), region, user.password()));
    Sql.Statement profile = new Profile(id, user.email(), user.name(), region).insert();
    try {
      c.sql("profiles").batch(List.of(profile));
    } catch (Problem _) {
      // There is an account now, and the origin's outbox brings its profile in a moment. An error
      // would make the user try again, only to learn that the email is taken.
    }
    return id;
  }

  /** Starts a session for who can prove that they are that user. */
  static Session start(Context c, Accounts.Credentials credentials) {
    if (!Input.isEmail(credentials.email())
        || credentials.password().length() > Accounts.MAX_PASSWORD) {
      throw Problem.unauthorized("email or password is wrong"); // no account can have these
    }
    return c.sessions().start(c.origin(Accounts.class).authenticate(credentials));
  }
}
