package dev.verge.shop;

import dev.verge.Context;
import dev.verge.Cookie;
import dev.verge.Problem;
import dev.verge.Response;
import dev.verge.Sessions;
import java.util.Map;

/** Signing up, in and out, and a user's profile: forms that work without JavaScript. */
final class AccountPages {
  private AccountPages() {}

  private record SignIn(String email, String password, String next) {}

  private record SignUp(String name, String email, String password, String next) {}

  static Response signInForm(Context c) {
    return form(c, "Sign in", "sign-in.jte", Map.of("email", "", "error", "", "next", next(c)));
  }

  static Response signUpForm(Context c) {
    return form(
        c,
        "Create an account",
        "sign-up.jte",
        Map.of("name", "", "email", "", "error", "", "next", next(c)));
  }

  private static String next(Context c) {
    return Browsers.inside(c.query("next").orElse("/"));
  }

  static Response signIn(Context c) {
    SignIn form = c.form(SignIn.class);
    String next = Browsers.inside(form.next());
    try {
      return start(c, new Accounts.Credentials(form.email(), form.password()), next);
    } catch (Problem problem) {
      Map<String, String> again =
          Map.of("email", form.email(), "error", why(problem), "next", next);
      return form(c, "Sign in", "sign-in.jte", again).withStatus(problem.status());
    }
  }

  static Response signUp(Context c) {
    SignUp form = c.form(SignUp.class);
    String next = Browsers.inside(form.next());
    try {
      AccountsApi.create(c, new AccountsApi.NewUser(form.email(), form.name(), form.password()));
      return start(c, new Accounts.Credentials(form.email(), form.password()), next);
    } catch (Problem problem) {
      String error = why(problem);
      return form(
              c,
              "Create an account",
              "sign-up.jte",
              Map.of("name", form.name(), "email", form.email(), "error", error, "next", next))
          .withStatus(problem.status());
    }
  }

  private static Response start(Context c, Accounts.Credentials credentials, String next) {
    return Response.redirect(next).withCookie(AccountsApi.start(c, credentials).cookie());
  }

  /** What to tell the user, who can mend it; what they cannot goes on as it is. */
  private static String why(Problem problem) {
    if (problem.status() >= 500) {
      throw problem;
    }
    String detail = problem.detail();
    return detail == null ? problem.title() : detail;
  }

  private static Response form(
      Context c, String title, String template, Map<String, String> parameters) {
    return Page.start(c, title).from("this location alone").render(c, template, parameters);
  }

  static Response signOut(Context c) {
    c.sessions().end();
    return Response.redirect("/").withCookie(Cookie.expired(Sessions.COOKIE));
  }

  static Response account(Context c) {
    return Page.start(c, "Your account")
        .from("your profile, which is never older than your last change")
        .render(c, "account.jte", Map.of("profile", ProfileApi.find(c)));
  }

  static Response save(Context c) {
    String user = c.user();
    ProfileApi.change(c, user, c.form(ProfileApi.Change.class));
    return Response.redirect("/account");
  }
}
