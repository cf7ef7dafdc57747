package dev.sojourn.redis.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ScriptArgumentsTest {

  private static final List<String> NO_KEYS = List.of();

  @Test
  void whatIsSentIsWhatLettuceWouldSend() {
    List<String> keys = List.of("session:a", "user:\u00e4da:sessions");
    List<String> args = List.of("", "\u20ac 5", "\ud83d\ude00", "a\r\n$3\r\n", "x".repeat(70_000));

    assertThat(sent(new ScriptArguments("5ca1ab1e", keys, args)))
        .isEqualTo(sent(ofLettuce("5ca1ab1e", keys, args)));
    assertThat(new ScriptArguments("5ca1ab1e", keys, args).count()).isEqualTo(9);
  }

  @Test
  void thereMayBeManyArgumentsOrNone() {
    List<String> many = IntStream.range(0, 5_000).mapToObj(i -> "arg " + i).toList();

    assertThat(sent(new ScriptArguments("return 1", NO_KEYS, many)))
        .isEqualTo(sent(ofLettuce("return 1", NO_KEYS, many)));
    assertThat(sent(new ScriptArguments("", NO_KEYS, NO_KEYS)))
        .isEqualTo(sent(ofLettuce("", NO_KEYS, NO_KEYS)));
  }

  /** Lettuce needs the first key to find the node; nothing else may end up in a log. */
  @Test
  void nothingButTheFirstKeyIsShown() {
    ScriptArguments args =
        new ScriptArguments("5ca1ab1e", List.of("session:a", "user:b"), List.of("private"));

    assertThat(StandardCharsets.UTF_8.decode(args.getFirstEncodedKey()).toString())
        .isEqualTo("session:a");
    assertThat(args.toCommandString()).contains("session:a").doesNotContain("private", "user:b");
    assertThat(new ScriptArguments("5ca1ab1e", NO_KEYS, NO_KEYS).getFirstEncodedKey()).isNull();
  }

  private static CommandArgs<String, byte[]> ofLettuce(
      String script, List<String> keys, List<String> args) {
    CommandArgs<String, byte[]> all = new CommandArgs<>(KeyValueCodec.INSTANCE);
    all.add(script).add(keys.size()).addKeys(keys);
    args.forEach(arg -> all.add(arg.getBytes(StandardCharsets.UTF_8)));
    return all;
  }

  private static String sent(CommandArgs<String, byte[]> args) {
    ByteBuf buffer = Unpooled.buffer();
    args.encode(buffer);
    return args.count() + " " + buffer.toString(StandardCharsets.UTF_8);
  }
}
