package dev.sojourn.redis.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sojourn.EndReason;
import dev.sojourn.Issued;
import dev.sojourn.Session;
import dev.sojourn.StoreUnavailable;
import dev.sojourn.redis.rig.FaultRig;
import dev.sojourn.redis.rig.Keys;
import dev.sojourn.redis.rig.Setup;
import dev.sojourn.rig.fault.Fault;
import dev.sojourn.rig.server.SharedServers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A misrouted reply never reaches a caller: its connection is closed, it is counted, and the read
 * is sent again (M1, FT10).
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.sojourn.redis.rig.Setups#onEachStandalone")
class MisroutedReplyIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final FaultRig rig;
  private final Issued ada;
  private final Issued ben;

  MisroutedReplyIT(Setup setup) {
    rig =
        FaultRig.on(
            SharedServers.fresh(setup.kind()),
            settings ->
                settings
                    .withLayout(setup.layout())
                    .withKeyspace(setup.keyspace())
                    .withCommandTimeout(TIMEOUT));
    ada = rig.login("ada");
    ben = rig.login("ben");
  }

  @AfterEach
  void end() {
    rig.close();
  }

  @Test
  void anothersRecordIsAskedForAgainOnANewConnection() {
    desynchronize();
    int connections = rig.proxy().accepted();

    assertThat(rig.through().peek(ben.token()).flatMap(Session::user)).contains("ben");
    assertThat(rig.connectionThrough().misroutedReplies()).isEqualTo(1);
    assertThat(rig.proxy().accepted())
        .as("one that judges, and a new one")
        .isGreaterThan(connections + 1);

    assertThat(rig.through().peek(ada.token()).flatMap(Session::user)).contains("ada");
    assertThat(rig.connectionThrough().misroutedReplies()).isEqualTo(1);
  }

  /** No secret is compared here, so nothing else would detect it. */
  @Test
  void anothersRecordIsNotTakenForTheOneOfAnId() {
    desynchronize();
    assertThat(rig.through().peek(ben.session().id()).flatMap(Session::user)).contains("ben");
  }

  @Test
  void whatWasAskedTogetherWithItIsAskedAgainToo() {
    List<Issued> all = IntStream.range(0, 50).mapToObj(n -> rig.login("user " + n)).toList();
    desynchronize();
    rig.proxy().all(new Fault.Freeze());
    List<CompletableFuture<Optional<Session>>> reads =
        all.stream()
            .map(one -> rig.through().async().peek(one.token()).toCompletableFuture())
            .toList();
    rig.proxy().clear();
    for (int n = 0; n < all.size(); n++) {
      assertThat(reads.get(n).join().map(Session::id)).contains(all.get(n).session().id());
    }
    assertThat(rig.connectionThrough().misroutedReplies()).isPositive();
  }

  /** The reply for an absent key has no id; trusting it would log out a live session. */
  @Test
  void thatThereIsNoSessionIsNotBelievedBehindAnothersRecord() {
    Issued cy = rig.login("cy");
    Issued dan = rig.login("dan");
    rig.beside().revoke(cy.session(), EndReason.LOGOUT);
    desynchronize();
    rig.proxy().all(new Fault.Freeze());
    var first = rig.through().async().peek(ada.token()).toCompletableFuture();
    var others =
        Stream.of(ben, cy, dan)
            .map(one -> rig.through().async().peek(one.token()).toCompletableFuture())
            .toList();
    rig.proxy().clear();
    assertThat(first.join().flatMap(Session::user)).contains("ada");
    assertThat(others.stream().map(read -> read.join().flatMap(Session::user)))
        .containsExactly(Optional.of("ben"), Optional.empty(), Optional.of("dan"));
  }

  @Test
  void anAnswerBesideAnothersRecordIsOfUnknownOutcome() {
    desynchronize();
    assertThatThrownBy(() -> rig.through().rotate(ben.token()))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(rig.connectionThrough().misroutedReplies()).isEqualTo(1);
    rig.awaitHealed();
    assertThat(rig.through().rotate(ben.token())).isInstanceOf(Issued.class);
  }

  /** One reply too many: each command gets the reply of the one before, of the wrong type. */
  @Test
  void anAnswerOfAnotherShapeIsAskedForAgainOnANewConnection() {
    rig.proxy().all(new Fault.StrayNumber(ada.session().id().randomPart()));
    int connections = rig.proxy().accepted();

    assertThat(rig.through().peek(ada.token()).flatMap(Session::user)).contains("ada");
    assertThat(rig.through().peek(ben.token()).flatMap(Session::user)).contains("ben");
    assertThat(rig.connectionThrough().misroutedReplies()).isEqualTo(1);
    assertThat(rig.proxy().accepted()).isEqualTo(connections + 1);
  }

  @Test
  void noSessionIsNotBelievedBehindAnAnswerOfAnotherShape() {
    Issued cy = rig.login("cy");
    rig.beside().revoke(cy.session(), EndReason.LOGOUT);
    rig.proxy().all(new Fault.StrayNumber(cy.session().id().randomPart()));

    assertThat(rig.through().peek(cy.token())).isEmpty();
    assertThat(rig.connectionThrough().misroutedReplies()).isEqualTo(1);
    assertThat(rig.through().peek(ada.token()).flatMap(Session::user)).contains("ada");
  }

  @Test
  void aRecordThatSomebodyCopiedIsUnreadableAndClosesNoConnection() {
    rig.server().call("COPY", Keys.of(ada.session().id()), Keys.of(ben.session().id()), "REPLACE");
    int connections = rig.proxy().accepted();
    for (int n = 0; n < 5; n++) {
      assertThat(rig.through().access(ben.token())).isEmpty();
      assertThat(rig.through().peek(ben.session().id())).isEmpty();
      assertThat(rig.through().access(ada.token())).isPresent();
    }
    assertThat(rig.connectionThrough().misroutedReplies()).isZero();
    assertThat(rig.proxy().accepted()).as("a second one").isEqualTo(connections + 1);
    assertThat(rig.through().revoke(ben.session().id(), EndReason.REVOKED).count()).isEqualTo(1);
  }

  /** Repeats the reply with Ada's record: its copy answers the next read. */
  private void desynchronize() {
    rig.proxy().all(new Fault.RepeatReply(ada.session().id().randomPart()));
    assertThat(rig.through().peek(ada.token())).isPresent();
  }
}
