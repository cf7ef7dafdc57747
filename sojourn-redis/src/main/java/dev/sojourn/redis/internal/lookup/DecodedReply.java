package dev.sojourn.redis.internal.lookup;

/** What the reply to a read of a session's key says. */
public sealed interface DecodedReply {

  /** It answers the read. */
  record Found(LookupResult result) implements DecodedReply {}

  /** It bears another session's id: a reply to another command, or a record copied by hand. */
  record MisroutedReply() implements DecodedReply {}

  /**
   * It can be decoded only with a dictionary that this process has not fetched yet.
   *
   * @param id the dictionary's id
   */
  record DictionaryMissing(String id) implements DecodedReply {}
}
