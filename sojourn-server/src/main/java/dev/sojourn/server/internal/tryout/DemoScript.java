package dev.sojourn.server.internal.tryout;

/**
 * The demo as shell lines: one user logs in on two devices and logs out again. Comments contain no
 * quote and no apostrophe, because some shells parse comments.
 */
final class DemoScript {

  private static final String LINES =
      """
      # The service, and the key that every call needs.
      S={url}/v1
      K='Authorization: Bearer {key}'
      J='Content-Type: application/json'

      # Ada logs in on her laptop and on her phone: each gets a token.
      token() { sed 's/.*"token":"\\([^"]*\\)".*/\\1/'; }
      LAPTOP=$(curl -sS "$S/sessions" -H "$K" -H "$J" -d '{"user":"ada","device":"Laptop"}' | token)
      PHONE=$(curl -sS "$S/sessions" -H "$K" -H "$J" -d '{"user":"ada","device":"Phone"}' | token)
      echo "$LAPTOP"; echo "$PHONE"

      # Her devices, the latest first.
      curl -sS "$S/users/ada/sessions" -H "$K"; echo

      # Is a token still good, and whose is it?
      verify() { curl -sS "$S/sessions/verify" -H "$K" -H "$J" -d '{"token":"'"$1"'"}'; echo; }
      verify "$LAPTOP"

      # On the laptop she chooses a theme. That call takes an id, which is no secret:
      # verify the token first, and take the id from the answer.
      id_of() { verify "$1" | sed -n 's/^{"active":true,"session":{"id":"\\([^"]*\\)".*/\\1/p'; }
      ID=$(id_of "$LAPTOP")
      curl -sS -X PATCH "$S/sessions/$ID" -H "$K" -H "$J" -d '{"attributes":{"theme":"dark"}}'; echo

      # Redis holds two sessions and the list of them.
      {keys}
      {session}

      # She logs out on the phone: one call, which also checks the token. It opens nothing any more.
      curl -sS "$S/sessions/logout" -H "$K" -H "$J" -d '{"token":"'"$PHONE"'"}'; echo
      verify "$PHONE"

      # She logs out everywhere.
      curl -sS -X DELETE "$S/users/ada/sessions" -H "$K"; echo

      # Redis holds nothing any more.
      {keys}
      """;

  /** An interactive zsh takes # for a comment only with this option. */
  private static final String ZSH = "setopt interactive_comments\n";

  private final String url;
  private final String key;
  private final InspectCommands inspectCommands;

  /**
   * The demo against one service.
   *
   * @param url the service's URL for calls from this machine
   * @param key the service key
   * @param inspectCommands the lines that show what Redis holds
   */
  DemoScript(String url, String key, InspectCommands inspectCommands) {
    this.url = url;
    this.key = key;
    this.inspectCommands = inspectCommands;
  }

  /** The lines for a shell, given as in the variable {@code SHELL}. */
  String lines(String shell) {
    return (shell.endsWith("/zsh") ? ZSH : "")
        + LINES
            .replace("{url}", url)
            .replace("{key}", key)
            .replace("{keys}", inspectCommands.keys())
            .replace("{session}", inspectCommands.session());
  }
}
