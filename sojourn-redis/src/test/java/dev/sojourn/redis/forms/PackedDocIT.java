package dev.sojourn.redis.forms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.NewSession;
import dev.sojourn.SessionToken;
import dev.sojourn.Sessions;
import dev.sojourn.redis.CompressionName;
import dev.sojourn.redis.LayoutName;
import dev.sojourn.redis.NamingName;
import dev.sojourn.redis.RedisSessions;
import dev.sojourn.redis.RedisSettings;
import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.RedisServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The packed sessions in {@code docs/storage.md} are stored byte for byte as shown. */
@EachServer
final class PackedDocIT {

  private static final Pattern ESCAPED = Pattern.compile("\\\\(?:x([0-9a-f]{2})|(.))");
  private static final String CONTROLS = "abnrt";
  private static final String CONTROL_BYTES = "\u0007\b\n\r\t";

  /** Mark, end of the id, hash, time: all but the first differ in each run. */
  private static final int OTHERS = 1 + 4 + 32 + 6;

  private final RedisServer server;

  PackedDocIT(ServerKind kind) {
    this.server = SharedServers.fresh(kind);
  }

  @Test
  void aShortSessionIsAsShown() {
    byte[] stored =
        stored(
            sessions ->
                sessions.create(NewSession.of("ada").with("role", "admin")).orElseThrow().token());
    byte[] shown = unescaped(StorageDocIT.block("string-packed").replace("\n", ""));

    assertThat(shown).startsWith(stored[0]);
    assertThat(readable(from(OTHERS, stored))).isEqualTo(readable(from(OTHERS, shown)));
    assertThat(shown).hasSameSizeAs(stored);
  }

  @Test
  void whatStandsBehindALongOneIsAsShown() throws DataFormatException {
    String stored = readable(stored(StorageDocIT::shown));
    Matcher rest = Pattern.compile("\2:(\\d+):(.*)", Pattern.DOTALL).matcher(stored);
    assertThat(rest.find(OTHERS)).isTrue();
    String inflated = inflated(rest.group(2).getBytes(ISO_8859_1));

    assertThat(inflated).isEqualTo(StorageDocIT.block("string-packed-rest").replace("\n", ""));
    assertThat(rest.group(1)).isEqualTo("" + inflated.length());
  }

  private byte[] stored(Function<Sessions, SessionToken> made) {
    RedisSettings settings =
        RedisSettings.of(server.userUri())
            .withLayout(LayoutName.STRING)
            .withNaming(NamingName.COMPACT)
            .withShortNames(StorageDocIT.SHORT_NAMES)
            .withCompression(CompressionName.DEFLATE);
    try (RedisSessions redis = RedisSessions.connect(settings);
        RespClient client = server.connect()) {
      String key = "session:" + made.apply(redis.sessions()).id();
      return (byte[]) client.callBytes("GET".getBytes(UTF_8), key.getBytes(UTF_8));
    }
  }

  private static byte[] from(int begin, byte[] bytes) {
    return Arrays.copyOfRange(bytes, begin, bytes.length);
  }

  private static String readable(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  /** Decodes what {@code redis-cli} shows between quotes. */
  private static byte[] unescaped(String shown) {
    assertThat(shown).startsWith("\"").endsWith("\"");
    return ESCAPED
        .matcher(shown.substring(1, shown.length() - 1))
        .replaceAll(found -> Matcher.quoteReplacement(unescaped(found.group(1), found.group(2))))
        .getBytes(ISO_8859_1);
  }

  private static String unescaped(@Nullable String hex, @Nullable String letter) {
    if (hex != null) {
      return String.valueOf((char) Integer.parseInt(hex, 16));
    }
    int control = CONTROLS.indexOf(Objects.requireNonNull(letter));
    return control < 0 ? letter : CONTROL_BYTES.substring(control, control + 1);
  }

  private static String inflated(byte[] deflated) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(deflated);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[1_000];
    while (!inflater.finished()) {
      all.write(buffer, 0, inflater.inflate(buffer));
    }
    inflater.end();
    return all.toString(UTF_8);
  }
}
