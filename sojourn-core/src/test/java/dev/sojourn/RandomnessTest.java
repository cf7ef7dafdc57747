package dev.sojourn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sojourn.internal.Base64Url;
import dev.sojourn.memory.InMemorySessionStore;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/**
 * Every bit of ids and secrets is statistically random (ASVS 7.2.3, NIST SP 800-63B, section 5.1).
 * A bit counts as biased only if it is in two samples, which rarely happens by chance.
 */
final class RandomnessTest {

  /** 128 of the id, then 256 of the secret. */
  private static final int BITS = 384;

  /** A full run takes 200,000. */
  private static final int TOKENS = Math.max(2_000, 20 * Integer.getInteger("sojourn.rounds", 100));

  /** There are 73,536 pairs of bits, hence the smaller sample and the wider bound. */
  private static final int TOKENS_FOR_PAIRS = Math.min(TOKENS, 20_000);

  private static final double MOST_SIGMAS_OF_A_BIT = 4.5;
  private static final double MOST_SIGMAS_OF_A_PAIR = 6;

  @Test
  void noIdAndNoSecretComesTwice() {
    List<SessionToken> tokens = tokens(TOKENS).toList();
    assertThat(tokens.stream().map(SessionToken::id).distinct()).hasSize(TOKENS);
    assertThat(tokens.stream().map(RandomnessTest::secret).distinct()).hasSize(TOKENS);
  }

  @Test
  void twoTokensOfOneUserHaveNothingInCommon() {
    Sessions sessions = sessions();
    BitSet one = bits(sessions.create(NewSession.of("ada")).orElseThrow().token());
    one.xor(bits(sessions.create(NewSession.of("ada")).orElseThrow().token()));
    assertThat(one.cardinality()).isGreaterThan(100);
  }

  @Test
  void everyBitIsAsOftenOneAsZero() {
    assertThat(oddTwice(bit -> sigmas(bit.cardinality(), TOKENS) > MOST_SIGMAS_OF_A_BIT)).isZero();
  }

  @Test
  void noBitDriftsWithTheOrderOfIssue() {
    assertThat(oddTwice(bit -> sigmas(agreesWithHalf(bit), TOKENS) > MOST_SIGMAS_OF_A_BIT))
        .isZero();
  }

  @Test
  void noTwoBitsGoTogether() {
    assertThat(oddTwice(RandomnessTest::pairsThatGoTogether)).isZero();
  }

  @Test
  void tokensCannotBeCompressed() {
    byte[] raw = new byte[1_000 * BITS / 8];
    int at = 0;
    for (SessionToken token : tokens(1_000).toList()) {
      byte[] bytes = bytes(token);
      System.arraycopy(bytes, 0, raw, at, bytes.length);
      at += bytes.length;
    }
    assertThat(compressed(raw)).isGreaterThanOrEqualTo(raw.length);
  }

  /** The number of bits that are biased in both samples. */
  private static int oddTwice(Predicate<BitSet> odd) {
    return oddTwice(
        () -> {
          List<BitSet> columns = columns(TOKENS);
          BitSet suspects = new BitSet();
          IntStream.range(0, BITS).filter(i -> odd.test(columns.get(i))).forEach(suspects::set);
          return suspects;
        });
  }

  private static int oddTwice(Supplier<BitSet> sample) {
    BitSet suspects = sample.get();
    if (!suspects.isEmpty()) {
      suspects.and(sample.get());
    }
    return suspects.cardinality();
  }

  private static BitSet pairsThatGoTogether() {
    List<BitSet> columns = columns(TOKENS_FOR_PAIRS);
    BitSet suspects = new BitSet();
    for (int i = 0; i < BITS; i++) {
      for (int j = 0; j < i; j++) {
        BitSet different = (BitSet) columns.get(i).clone();
        different.xor(columns.get(j));
        suspects.set(
            i * BITS + j,
            sigmas(different.cardinality(), TOKENS_FOR_PAIRS) > MOST_SIGMAS_OF_A_PAIR);
      }
    }
    return suspects;
  }

  /** How many standard deviations a count of fair coins is from half of them. */
  private static double sigmas(int count, int coins) {
    return Math.abs(count - coins / 2.0) / (Math.sqrt(coins) / 2);
  }

  /** The number of tokens whose bit is one in the first half, or zero in the second. */
  private static int agreesWithHalf(BitSet bit) {
    BitSet agrees = (BitSet) bit.clone();
    agrees.flip(TOKENS / 2, TOKENS);
    return agrees.cardinality();
  }

  /** For each bit, the tokens in which it is one. */
  private static List<BitSet> columns(int count) {
    List<BitSet> columns = Stream.generate(BitSet::new).limit(BITS).toList();
    List<SessionToken> tokens = tokens(count).toList();
    for (int number = 0; number < count; number++) {
      int at = number;
      bits(tokens.get(number)).stream().forEach(bit -> columns.get(bit).set(at));
    }
    return columns;
  }

  /** Tokens as issued to an application, in order. */
  private static Stream<SessionToken> tokens(int count) {
    return IntStream.range(0, count / 100)
        .mapToObj(hundred -> sessions())
        .flatMap(
            sessions ->
                Stream.generate(() -> sessions.create(NewSession.anonymous()).orElseThrow().token())
                    .limit(100));
  }

  private static Sessions sessions() {
    return Sessions.over(new InMemorySessionStore(), new TinyCodec()).build();
  }

  private static BitSet bits(SessionToken token) {
    return BitSet.valueOf(bytes(token));
  }

  private static byte[] bytes(SessionToken token) {
    byte[] bytes = new byte[BITS / 8];
    System.arraycopy(Base64Url.decode(token.id().value()), 0, bytes, 0, 16);
    System.arraycopy(Base64Url.decode(secret(token)), 0, bytes, 16, 32);
    return bytes;
  }

  private static String secret(SessionToken token) {
    return token.reveal().substring(token.id().value().length() + 1);
  }

  private static int compressed(byte[] raw) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    deflater.setInput(raw);
    deflater.finish();
    int length = deflater.deflate(new byte[2 * raw.length]);
    deflater.end();
    return length;
  }
}
