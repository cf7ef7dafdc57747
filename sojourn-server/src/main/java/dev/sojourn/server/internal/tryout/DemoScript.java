package dev.sojourn.server.internal.tryout;

/**
 * What sessions are for, told in lines for any shell: two devices of one user, to their logout. A
 * comment has neither quote nor apostrophe, for there are shells that read comments.
 */
final class DemoScript {

  private static final String LINES =
      """
      # The service, and the key that its callers show.
      S={url}/v1
      K='Authorization: Bearer {key}'
      J='Content-Type: application/json'

      # Ada logs in on her laptop, and on her phone: each gets a token.
      token() { sed 's/.*"token":"\\([^"]*\\)".*/\\1/'; }
      LAPTOP=$(curl -sS "$S/sessions" -H "$K" -H "$J" -d '{"user":"ada","device":"Laptop"}' | token)
      PHONE=$(curl -sS "$S/sessions" -H "$K" -H "$J" -d '{"user":"ada","device":"Phone"}' | token)
      echo "$LAPTOP"; echo "$PHONE"

      # Her devices, the latest first.
      curl -sS "$S/users/ada/sessions" -H "$K"; echo

      # The id of a session is what stands before the dot of its token, and is no secret.
      # On the laptop she chooses a theme.
      ID=${LAPTOP%%.*}
      curl -sS -X PATCH "$S/sessions/$ID" -H "$K" -H "$J" -d '{"attributes":{"theme":"dark"}}'; echo

      # Whose is this token, and is it still good?
      curl -sS "$S/sessions/verify" -H "$K" -H "$J" -d '{"token":"'"$LAPTOP"'"}'; echo

      # What lies in Redis: two sessions, and the list of them.
      {keys}
      {session}

      # She logs out on the phone. Its token is worth nothing from now on.
      curl -sS -X DELETE "$S/sessions/${PHONE%%.*}?reason=logout" -H "$K"; echo
      curl -sS "$S/sessions/verify" -H "$K" -H "$J" -d '{"token":"'"$PHONE"'"}'; echo

      # She logs out everywhere.
      curl -sS -X DELETE "$S/users/ada/sessions" -H "$K"; echo

      # And Redis has nothing left.
      {keys}
      """;

  /** Only zsh has to be told that a line with a # is a comment. */
  private static final String ZSH = "setopt interactive_comments\n";

  private final String url;
  private final String key;
  private final InspectCommands inspectCommands;

  /**
   * What the story is told with.
   *
   * @param url where calls from this machine go
   * @param key the service key
   * @param inspectCommands the lines that look into Redis
   */
  DemoScript(String url, String key, InspectCommands inspectCommands) {
    this.url = url;
    this.key = key;
    this.inspectCommands = inspectCommands;
  }

  /** The lines, for that shell, as the variable {@code SHELL} names it. */
  String lines(String shell) {
    return (shell.endsWith("/zsh") ? ZSH : "")
        + LINES
            .replace("{url}", url)
            .replace("{key}", key)
            .replace("{keys}", inspectCommands.keys())
            .replace("{session}", inspectCommands.session());
  }
}
