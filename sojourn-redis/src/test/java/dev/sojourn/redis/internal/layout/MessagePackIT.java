package dev.sojourn.redis.internal.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.rig.resp.RespClient;
import dev.sojourn.rig.server.EachServer;
import dev.sojourn.rig.server.ServerKind;
import dev.sojourn.rig.server.SharedServers;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A script decodes the texts byte for byte, on every server. */
@EachServer
final class MessagePackIT {

  private static final byte[] UNPACKED = "return { cmsgpack.unpack(ARGV[1]) }".getBytes(UTF_8);
  private static final byte[] NO_KEYS = {'0'};
  private static final byte[] EVAL = "EVAL".getBytes(UTF_8);

  private final ServerKind kind;

  MessagePackIT(ServerKind kind) {
    this.kind = kind;
  }

  @Test
  void textsOfAnyLengthAndOfAnyBytesComeBack() {
    List<byte[]> texts =
        Stream.concat(
                IntStream.range(0, 256).mapToObj(MessagePackIT::only),
                Stream.of(0, 1, 31, 32, 255, 256, 65_535, 65_536, 200_000).map(MessagePackIT::all))
            .toList();

    assertThat(unpacked(texts)).containsExactlyElementsOf(texts);
  }

  /** The counts are around the edges of a piece. */
  @Test
  void aPieceIsAsMuchAsAScriptCanUnpack() {
    List<byte[]> texts =
        IntStream.range(0, 2 * MessagePack.MAX_TEXTS + 1).mapToObj(i -> all(i % 40)).toList();

    assertThat(unpacked(texts)).containsExactlyElementsOf(texts);
  }

  private List<byte[]> unpacked(List<byte[]> texts) {
    MessagePack packed = new MessagePack();
    texts.forEach(packed::add);
    try (RespClient client = SharedServers.fresh(kind).connect()) {
      return packed.pieces().stream().flatMap(piece -> unpacked(client, piece)).toList();
    }
  }

  private static Stream<byte[]> unpacked(RespClient client, byte[] piece) {
    Object answer = client.callBytes(EVAL, UNPACKED, NO_KEYS, piece);
    return ((List<?>) Objects.requireNonNull(answer)).stream().map(byte[].class::cast);
  }

  private static byte[] only(int value) {
    return new byte[] {(byte) value};
  }

  private static byte[] all(int length) {
    byte[] bytes = new byte[length];
    IntStream.range(0, length).forEach(i -> bytes[i] = (byte) i);
    return bytes;
  }
}
