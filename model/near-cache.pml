/*
 * The protocol of the near cache: one server of ours with its ordered wire, its lease and its near cache; Redis, with
 * a second node that takes over; somebody who changes and revokes elsewhere; a network that delays, cuts and swallows.
 * One session; time may pass between any two steps, as much as it likes.
 *
 * A step names the class and method that does it, in dev.sojourn.redis.near unless told otherwise. tools/model.sh
 * searches every schedule. A wrong variant is one define, and must be refuted; docs/model.md lists them, and says what
 * is left out and why.
 */

/* The lease in ticks. An age stops there: what is that old has expired, however much older it is. */
#ifndef LEASE
#define LEASE 2
#endif

/* What Redis holds of the session: what came later is larger, and the end is the last. */
#define NOTHING 0
#define FIRST 1
#define CHANGED 2
#define ENDED 3
#define REFUSED 4 /* an error: CLUSTERDOWN, MOVED, LOADING … */

/* ---------------------------------------------------------------- Redis */

mtype = { SERVES, CUT_OFF, DEMOTED }
mtype first_primary = SERVES    /* node 0; cut off from its majority it refuses sessions and still says it is master */
bool promoted                   /* node 1 took over; what is written from now on is written there */
byte version[2] = FIRST         /* on each node; that of node 1 counts once it is promoted */

#define primary promoted
#define writable (promoted || first_primary == SERVES)

/* ---------------------------------------------------------------- the wire */

/* Commands, and what comes back: each in one order. What nobody waits for any more has no effect and is taken out. */
mtype = { SUBSCRIBE, READ, BEAT, MESSAGE }
chan up = [2] of { mtype }
chan down = [3] of { mtype, byte }

mtype = { DOWN, SUBSCRIBING, SUBSCRIBED }
mtype wire = DOWN       /* as SubscribedConnection sees it */
bool linked             /* bytes get through; nobody is told when they do not */
bool heard              /* Redis has the subscription */
bit node                /* where the wire ends */

bool asked              /* SubscribedConnection.Question: a read is under way */
#ifdef ANSWERED_WITHOUT_LEASE
byte asked_age          /* since its sending */
#endif
bool asked_before_mark
#if defined(READ_ELSEWHERE) || defined(OFF_LOOP)
byte strayed            /* its answer, on another way than the wire's */
#endif

bool beating            /* a heartbeat is under way */
byte beating_age        /* since its sending */
#ifdef EXISTS_WHEN_KEPT
bool beating_asks_key
#endif

/* ---------------------------------------------------------------- the near cache */

byte proof = LEASE      /* Lease: the age of the proof, the heartbeat that was answered last; since its sending */

byte entry              /* CacheEntry, without those of another subscription: they are never served */
bool entry_before_mark  /* its question was sent before the last mark: Marks.allows refuses it */
#ifdef WITNESS
byte entry_age          /* since it was kept */
#endif

byte hand               /* what the event loop is about to keep */
bool hand_before_mark

/* A hit under way, on a caller's thread. Hits change nothing, so one at a time is as good as many. */
mtype = { IDLE, BEGUN, SEEN }
mtype hit = IDLE
byte hit_proof = LEASE  /* the lease's proof, as it was when the hit began */
byte hit_entry
byte hit_own            /* what was acknowledged here when marks were looked at */

/* ---------------------------------------------------------------- the data connection */

/* Its answers come in the order of its commands; one read and one write at a time. */
mtype = { SENT, RUN, MARKED }
mtype reading = IDLE
byte reading_age        /* since its sending */
byte reading_version
bool reading_is_ahead   /* of the write */
mtype writing = IDLE
byte to_write           /* CHANGED or ENDED */

/* Reads past the wire and those on it do not touch each other: each run has one of them. */
bool past_the_wire

/* ---------------------------------------------------------------- the claims */

/* Law 1: what ended is not stored again: not in Redis, nor in the near cache behind the message of its end. */
bool law_1_in_redis = true, law_1_in_cache = true
bool told               /* the message came in this subscription */

/* Law 5: nothing older is accepted once something has been acknowledged for one lease … */
bool law_5_elsewhere = true
byte changed_age, ended_age /* since it was acknowledged and no node serves what was before */
/* … and at once what was acknowledged to this server's own callers, by the node where its wire ends. */
bool law_5_here = true
byte own = FIRST

/* Every acceptance of a token is here. */
inline accept(v, own_then) {
  law_5_here = v >= own_then;
  assert(law_5_here);
  law_5_elsewhere = (ended_age < LEASE || v >= ENDED) && (changed_age < LEASE || v >= CHANGED);
  assert(law_5_elsewhere)
}

/* An old primary that still serves is Redis' own staleness: law 5 begins when it stops, here too. */
#define settled(v) (!promoted || first_primary != SERVES || version[0] >= v)

/* A schedule that has to be there, or the claims would hold for want of one: -DWITNESS=number finds it. */
#ifdef WITNESS
bool witness_found = true
#define witness(number, what) if :: number == WITNESS && (what) -> assert(!witness_found) :: else -> skip fi
#else
#define witness(number, what) skip
#endif

/* ================================================================ time */

inline older(age) { age = (age < LEASE -> age + 1 : LEASE) }

inline end_hit() {
  hit = IDLE;
  hit_proof = LEASE;
  hit_entry = NOTHING;
  hit_own = NOTHING
}

active proctype Clock() {
#ifndef WITHOUT_DATA_READS
  if
  :: past_the_wire = true
  :: past_the_wire = false
  fi;
#endif
  do
  :: atomic {
    older(proof);
    older(hit_proof);
#ifndef LEASE_APART
    if :: hit_proof == LEASE -> end_hit() :: else fi; /* it will be refused, whenever it looks */
#endif
#ifdef ANSWERED_WITHOUT_LEASE
    if :: asked -> older(asked_age) :: else fi;
#endif
    if :: beating -> older(beating_age) :: else fi;
    if :: reading != IDLE -> older(reading_age) :: else fi;
    if :: version[primary] >= CHANGED && settled(CHANGED) -> older(changed_age) :: else fi;
    if :: version[primary] == ENDED && settled(ENDED) -> older(ended_age) :: else fi
#ifdef WITNESS
    ;older(entry_age)
#endif
  }
  od
}

/* ================================================================ Redis */

inline break_link() {
  linked = false;
  heard = false;
  do :: nempty(up) -> up?_ :: empty(up) -> break od
}

inline publish(v) {
  if
  :: heard && node == primary ->
    if
    :: nfull(down) -> down!MESSAGE, v
    :: full(down) -> break_link() /* too slow for its messages: Redis closes the wire */
    fi
  :: else
  fi
}

/* A script, one atomic step: nothing is written where no session is. */
inline script(v) {
  if
  :: v == ENDED ->
    version[primary] = ENDED;
    publish(ENDED)
#ifdef WRITE_CREATES
  :: v == CHANGED && version[primary] != CHANGED ->
#else
  :: v == CHANGED && version[primary] == FIRST ->
#endif
    law_1_in_redis = version[primary] != ENDED;
    assert(law_1_in_redis);
    version[primary] = CHANGED;
    publish(CHANGED)
  :: else
  fi
}

/* Takes the next command of the wire. */
active proctype Server() {
  do
  :: atomic {
    up?[SUBSCRIBE] ->
    up?SUBSCRIBE;
    heard = true;
    down!SUBSCRIBE, NOTHING
  }
  :: atomic {
    up?[READ] && nfull(down) ->
    up?READ;
    printf("Redis reads for the wire: version %d\n", version[node]);
    if
    :: node == 0 && first_primary == CUT_OFF -> down!READ, REFUSED
    :: else -> down!READ, version[node] /* outside of a Cluster a demoted node does, too */
    fi
  }
  :: atomic {
    up?[BEAT] && nfull(down) ->
    up?BEAT;
    printf("Redis takes the heartbeat\n");
    if
    :: node == 1 || first_primary == SERVES -> down!BEAT, NOTHING
#ifdef PROVED_BY_PING
    :: node == 0 && first_primary != SERVES -> down!BEAT, NOTHING
#endif
#ifdef EXISTS_WHEN_KEPT
    :: node == 0 && first_primary == CUT_OFF && !beating_asks_key -> down!BEAT, NOTHING
#endif
    :: else -> down!BEAT, REFUSED
    fi
  }
#ifdef READ_ELSEWHERE
  :: atomic {
    asked && !strayed && writable ->
    strayed = version[primary];
    printf("Redis reads on another connection: version %d\n", strayed)
  }
#endif
  od
}

/* The first primary is cut off, and may come back unless the second took over, with all that was acknowledged. */
#ifndef WITHOUT_FAILOVER
active proctype Failover() {
  do
  :: atomic { first_primary == SERVES -> first_primary = CUT_OFF; printf("the first primary is cut off\n") }
  :: atomic { first_primary == CUT_OFF && !promoted -> first_primary = SERVES; printf("it is back\n") }
  :: atomic { !promoted -> promoted = true; version[1] = version[0]; printf("the second node takes over\n") }
  :: atomic { promoted && first_primary != DEMOTED -> first_primary = DEMOTED; printf("the first is demoted\n") }
  od
}
#endif

/* Another server of ours. It is told as soon as the script has run: no later answer makes the claim harder. */
active proctype Elsewhere() {
  do
#ifndef WITHOUT_CHANGES
  :: atomic { writable && version[primary] != CHANGED -> printf("elsewhere: changed\n"); script(CHANGED) }
#endif
  :: atomic {
    writable && version[primary] != ENDED ->
    printf("elsewhere: revoked\n");
    script(ENDED);
    witness(1, down??[READ(FIRST)])
  }
  od
}

/* ================================================================ SubscribedConnection */

/* The question is answered another way, or fails: its answer has no effect any more. */
inline withdraw_question() {
  asked = false;
#ifdef ANSWERED_WITHOUT_LEASE
  asked_age = 0;
#endif
  asked_before_mark = false;
#if defined(READ_ELSEWHERE) || defined(OFF_LOOP)
  strayed = NOTHING;
#endif
  if :: up??[READ] -> up??READ :: else fi;
  if
  :: down??[READ, FIRST] -> down??READ, FIRST
  :: down??[READ, CHANGED] -> down??READ, CHANGED
  :: down??[READ, ENDED] -> down??READ, ENDED
  :: down??[READ, REFUSED] -> down??READ, REFUSED
  :: else
  fi
}

inline forget() {
  entry = NOTHING;
  entry_before_mark = false
}

/* SubscribedConnection.begin: another number. What was kept or asked before is worth nothing, and nothing is proved. */
inline begin() {
  proof = LEASE;
  withdraw_question();
  forget()
}

inline send(command) { if :: linked -> up!command :: else fi }

/* SubscribedConnection.failed, on a refusal: this node may not serve what is kept. */
inline refused() {
  printf("SubscribedConnection.failed: refused\n");
  begin()
}

/* dev.sojourn.redis.internal.nearcache.NearCacheReads: SessionCache.mayAnswer, unless something speaks against it; then SessionCache.keep. */
inline arrived(v) {
  printf("SessionCache.mayAnswer? version %d\n", v);
  if
  :: v == REFUSED -> refused()
  :: else ->
    if
    :: v == ENDED -> forget()
    /* rule 21, Marks.allows: asked again on the data connection */
    :: v != ENDED && asked_before_mark -> witness(3, true)
    /* Lease.holds: likewise. So rule 20 is kept, too: nothing older than the proof can still arrive */
#ifdef ANSWERED_WITHOUT_LEASE
    :: v != ENDED && !asked_before_mark && asked_age == LEASE
#else
    :: v != ENDED && !asked_before_mark && proof == LEASE
#endif
    :: else ->
      accept(v, own);
      law_1_in_cache = !told;
      assert(law_1_in_cache);
      hand = v
    fi;
    withdraw_question()
  fi
}

inline keep() {
  if
  :: hand ->
    entry = hand;
    entry_before_mark = hand_before_mark;
    hand = NOTHING;
    hand_before_mark = false;
#ifdef WITNESS
    entry_age = 0;
#endif
    printf("SessionCache.keep\n")
  :: else
  fi
}

/* What comes on the wire, one after the other; all of it runs on the connection's event loop. */
active proctype EventLoop() {
  byte v;
  do
  /* SubscribedConnection.subscribed */
  :: atomic {
    down?[SUBSCRIBE] ->
    down?SUBSCRIBE, _;
    printf("SubscribedConnection.subscribed\n");
    wire = SUBSCRIBED;
    told = false;
  }

  /* SubscribedConnection.read, its callback; a question is under way as long as its answer is in the channel */
  :: atomic {
    down?[READ] ->
    down?READ, v;
#ifdef OFF_LOOP
    strayed = v;
#else
    arrived(v);
#endif
    v = 0
  }
    atomic { keep() }

  /* SubscribedConnection.message */
  :: atomic {
    down?[MESSAGE] ->
    down?MESSAGE, v;
    printf("SubscribedConnection.message: version %d\n", v);
    told = told || v == ENDED;
    forget();
    v = 0
  }

  /* SubscribedConnection.beaten */
  :: atomic {
    down?[BEAT] ->
    down?BEAT, v;
    if
    :: v == REFUSED -> refused()
    :: else ->
      printf("SubscribedConnection.beaten: sent %d ticks ago\n", beating_age);
#ifdef LEASE_FROM_ARRIVAL
      proof = 0;
#else
      proof = beating_age; /* Lease.renew(sent) */
#endif
      skip
    fi;
    beating = false;
    beating_age = 0;
    v = 0
  }

  /* SubscribedConnection.lost: what was sent and not answered fails at once. The cut may be long ago. */
  :: atomic {
    wire != DOWN ->
    printf("SubscribedConnection.lost\n");
    break_link();
#ifdef KEPT_OVER_RESUBSCRIPTION
    proof = LEASE;
    withdraw_question();
#else
    begin();
#endif
    do :: nempty(down) -> down?_, _ :: empty(down) -> break od;
    wire = DOWN;
    beating = false;
    beating_age = 0
  }

#ifdef READ_ELSEWHERE
  :: atomic { strayed -> arrived(strayed) }
    atomic { keep() }
#endif
  od
}

#ifdef OFF_LOOP
/* A callback that was attached to a future: on whatever thread, whenever that runs. */
active proctype AnotherThread() {
  do
  :: atomic { strayed -> arrived(strayed) }
    atomic { keep() }
  od
}
#endif

/* What SubscribedConnection does on its own account, and what happens to it. */
active proctype Network() {
  do
  /* dev.sojourn.redis.internal.connection.Connections: to whatever it takes for the primary; nothing is sent before SUBSCRIBE */
  :: atomic {
    wire == DOWN && !past_the_wire ->
    if
    :: node = 0
    :: promoted -> node = 1
    fi;
    printf("the wire is connected to node %d\n", node);
    wire = SUBSCRIBING;
    linked = true;
    up!SUBSCRIBE
  }

  :: atomic { linked -> break_link(); printf("the wire is cut, unnoticed\n") }

  /* SubscribedConnection.beat: HELLO, and EXISTS of a key that this node has to serve */
  :: atomic {
    wire == SUBSCRIBED && !beating ->
    printf("SubscribedConnection.beat\n");
    beating = true;
#ifdef EXISTS_WHEN_KEPT
    beating_asks_key = entry != NOTHING;
#endif
    send(BEAT)
  }

  /* SubscribedConnection.failed, on a timeout. That the wire is in doubt then keeps reads from it: here they may always do both */
  :: atomic {
    asked ->
    printf("SubscribedConnection.failed: timeout\n");
    withdraw_question()
  }
  od
}

/* ================================================================ NearCachedStore */

/* What callers ask. Any access may find nothing that serves it (a touch is due, another secret), and asks Redis. */
active proctype Callers() {
  do
  /* dev.sojourn.redis.internal.nearcache.NearCachedStore → NearCacheReads → SubscribedConnection.read */
  :: atomic {
    wire == SUBSCRIBED && !asked ->
    printf("SubscribedConnection.read\n");
    asked = true;
#ifndef READ_ELSEWHERE
    send(READ)
#endif
  }

  /* … → the store within, on the data connection: its answer is never kept */
  :: atomic {
    reading == IDLE && past_the_wire ->
    printf("a read on the data connection\n");
    reading = SENT;
    reading_is_ahead = false
  }
  :: atomic {
    reading == SENT && writable && (reading_is_ahead || writing != SENT) ->
    reading = RUN;
    reading_version = version[primary]
  }
  :: atomic {
    reading == RUN && (reading_is_ahead || writing == IDLE || writing == MARKED) ->
    if
    :: reading_version != ENDED && reading_age < LEASE -> /* rule 20 */
      printf("the data connection's answer is accepted: version %d\n", reading_version);
      witness(4, true);
      accept(reading_version, own)
    :: else
    fi;
    reading = IDLE;
    reading_age = 0;
    reading_version = NOTHING;
    reading_is_ahead = false
  }
  od
}

/* SessionCache.hit: what the lease proves is taken first, and whether that is still young enough is asked last. */
active proctype Hit() {
  do
  :: atomic { hit == IDLE && proof < LEASE && (entry || hand) -> hit = BEGUN; hit_proof = proof }

  /* the entry; its subscription (CacheEntry.isOfThisSubscription); Marks.allows */
  :: atomic {
    hit == BEGUN && entry && !entry_before_mark ->
    hit = SEEN;
    hit_entry = entry;
    hit_own = own
  }

  /* Lease.holds */
  :: atomic {
    hit == SEEN ->
#ifdef LEASE_APART
    hit_proof = proof;
#endif
    if
    :: hit_proof < LEASE ->
      printf("SessionCache.hit: accepted, version %d\n", hit_entry);
      accept(hit_entry, hit_own);
      witness(5, true);
      witness(6, entry_age == LEASE);
      witness(7, node == 1);
      witness(8, hit_entry == CHANGED)
    :: else
    fi;
    end_hit()
  }
  od
}

/* SessionCache.written, around an own write. */
#ifndef WITHOUT_OWN_WRITES
active proctype Writer() {
  do
  :: atomic {
    writing == IDLE && own != ENDED && (past_the_wire || writable) ->
    if
#ifndef WITHOUT_CHANGES
    :: own == FIRST -> to_write = CHANGED
#endif
    :: to_write = ENDED
    fi;
    printf("an own write is sent: version %d\n", to_write);
    if
    :: past_the_wire ->
      writing = SENT;
      reading_is_ahead = reading != IDLE
    :: else -> /* when it was sent is of interest to other commands of its connection alone */
      writing = RUN;
      script(to_write)
    fi
  }
  :: atomic {
    writing == SENT && writable && !(reading == SENT && reading_is_ahead) ->
    printf("the own write runs\n");
    writing = RUN;
    script(to_write)
  }

  /* acknowledged; Marks.notFromBefore(id) */
  :: atomic {
    writing == RUN && !(reading != IDLE && reading_is_ahead) ->
    printf("SessionCache.written: marked\n");
    writing = MARKED;
#ifndef NO_MARK
    asked_before_mark = asked;
    entry_before_mark = entry != NOTHING;
    hand_before_mark = hand != NOTHING
#endif
  }

  /* the entry is dropped, then the caller is answered */
  :: atomic {
    writing == MARKED ->
    printf("SessionCache.written: answered\n");
    forget();
    own = (own < to_write && settled(to_write) && node == primary -> to_write : own);
    writing = IDLE;
    to_write = NOTHING
  }

  /* a timeout: nobody is told. If it runs late, it is as one from elsewhere (rule 3) */
  :: atomic {
    past_the_wire && (writing == SENT || writing == RUN) ->
    printf("an own write times out\n");
    writing = IDLE;
    to_write = NOTHING
  }
  od
}
#endif
