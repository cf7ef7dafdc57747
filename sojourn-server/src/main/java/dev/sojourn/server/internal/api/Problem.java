package dev.sojourn.server.internal.api;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An error response, {@code application/problem+json} (RFC 9457). Its texts never contain a token,
 * a key or the value of an attribute.
 *
 * @param kind the type of problem
 * @param detail one sentence: what is wrong and what to do
 * @param pointer the invalid member of the body, as a JSON Pointer
 * @param instance the id of this occurrence in the log
 * @param headers additional headers of the response
 */
record Problem(
    Kind kind,
    String detail,
    Optional<String> pointer,
    Optional<String> instance,
    Map<String, String> headers) {

  /** Seconds to wait before retrying. */
  private static final String RETRY_AFTER = "1";

  /** The problem types: status, name and title. */
  enum Kind {
    MALFORMED_REQUEST(400, "malformed-request", "The request is malformed"),
    UNKNOWN_KEY(401, "unknown-key", "The service key is missing or unknown"),
    ROLE_MISSING(403, "role-missing", "The service key lacks the role"),
    SESSION_NOT_FOUND(404, "session-not-found", "There is no such session"),
    NO_SWEEP_YET(404, "no-sweep-yet", "No sweep is on record"),
    NO_SUCH_PATH(404, "no-such-path", "There is no such path"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "The path does not support this method"),
    SESSION_LIMIT(409, "session-limit", "The user has reached the session limit"),
    SWEEP_RUNNING(409, "sweep-running", "A sweep is already running"),
    WRITE_CONFLICT(409, "write-conflict", "The change conflicts with the session"),
    TOO_LARGE(413, "too-large", "The body or the session is too large"),
    URI_TOO_LONG(414, "uri-too-long", "The request line is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The media type is not supported"),
    HEADERS_TOO_LARGE(431, "headers-too-large", "The request's headers are too large"),
    SLOW_DOWN(429, "slow-down", "There are too many calls of this kind"),
    INTERNAL_ERROR(500, "internal-error", "An unexpected error occurred"),
    MAINTENANCE_NOT_ALLOWED(
        501, "maintenance-not-allowed", "The Redis user lacks a right for this"),
    STORE_UNAVAILABLE(503, "store-unavailable", "The store did not answer");

    private final int status;
    private final String name;
    private final String title;

    Kind(int status, String name, String title) {
      this.status = status;
      this.name = name;
      this.title = title;
    }

    int status() {
      return status;
    }

    String type() {
      return "urn:sojourn:problem:" + name;
    }

    String title() {
      return title;
    }
  }

  Problem(Kind kind, String detail) {
    this(kind, detail, Optional.empty(), Optional.empty(), Map.of());
  }

  static Problem malformed(String detail) {
    return new Problem(Kind.MALFORMED_REQUEST, sentence(detail));
  }

  /** An invalid member of the body. */
  static Problem malformed(String detail, String pointer) {
    return new Problem(
        Kind.MALFORMED_REQUEST, sentence(detail), Optional.of(pointer), Optional.empty(), Map.of());
  }

  static Problem unknownKey() {
    return new Problem(
            Kind.UNKNOWN_KEY, "Send a known service key as 'Authorization: Bearer <service key>'.")
        .with("WWW-Authenticate", "Bearer");
  }

  static Problem roleMissing(String roles) {
    return new Problem(Kind.ROLE_MISSING, "This call needs a service key with role " + roles + ".");
  }

  /** The same for an ended, expired or unknown session and for an invalid token. */
  static Problem sessionNotFound() {
    return new Problem(
        Kind.SESSION_NOT_FOUND, "The session has ended or never existed; create a new one.");
  }

  static Problem noSuchPath() {
    return new Problem(Kind.NO_SUCH_PATH, "See /openapi.yaml for the available paths.");
  }

  static Problem methodNotAllowed(String allowed) {
    return new Problem(Kind.METHOD_NOT_ALLOWED, "This path supports " + allowed + ".")
        .with("Allow", allowed);
  }

  static Problem unsupportedMediaType(String type) {
    return new Problem(
        Kind.UNSUPPORTED_MEDIA_TYPE,
        "Send the body as " + type + " in UTF-8, without a content encoding.");
  }

  static Problem sessionLimit(int most) {
    return new Problem(
        Kind.SESSION_LIMIT,
        "The user already has " + most + " sessions, the maximum; revoke one of them first.");
  }

  static Problem writeConflict() {
    return new Problem(
        Kind.WRITE_CONFLICT,
        "Other requests kept changing the session; nothing was written, so try again.");
  }

  /** A member is missing or of the wrong type for the change; retrying does not help. */
  static Problem memberMismatch(String detail) {
    return new Problem(Kind.WRITE_CONFLICT, sentence(detail));
  }

  static Problem sweepRunning() {
    return new Problem(
        Kind.SWEEP_RUNNING,
        "Only one sweep runs at a time in the fleet; GET /v1/sweeps/latest shows its progress.");
  }

  /** Reports of sweeps expire after a week. */
  static Problem noSweepYet() {
    return new Problem(
        Kind.NO_SWEEP_YET, "There was no sweep in the last week; POST /v1/sweeps starts one.");
  }

  /** Only maintenance is affected: sessions are served. */
  static Problem maintenanceNotAllowed(String detail) {
    return new Problem(Kind.MAINTENANCE_NOT_ALLOWED, sentence(detail));
  }

  static Problem tooLarge(String detail) {
    return new Problem(Kind.TOO_LARGE, sentence(detail));
  }

  static Problem tooManyStreams(int most) {
    return new Problem(
            Kind.SLOW_DOWN,
            "This server already has " + most + " event streams, the maximum; close one of them.")
        .with("Retry-After", RETRY_AFTER);
  }

  static Problem storeUnavailable() {
    return new Problem(
            Kind.STORE_UNAVAILABLE,
            "The store did not answer, and a change may or may not have taken effect; try again.")
        .with("Retry-After", RETRY_AFTER);
  }

  /** An unexpected error; details are only in the log, under this id. */
  static Problem internalError(String id) {
    return new Problem(
        Kind.INTERNAL_ERROR,
        "An unexpected error occurred; see error " + id + " in the log.",
        Optional.empty(),
        Optional.of("urn:sojourn:error:" + id),
        Map.of());
  }

  /** The JSON of the problem. */
  byte[] json() {
    return StrictJson.write(
        out -> {
          out.writeStartObject();
          out.writeStringProperty("type", kind.type());
          out.writeStringProperty("title", kind.title());
          out.writeNumberProperty("status", kind.status());
          out.writeStringProperty("detail", detail);
          pointer.ifPresent(text -> out.writeStringProperty("pointer", text));
          instance.ifPresent(text -> out.writeStringProperty("instance", text));
          out.writeEndObject();
        });
  }

  private Problem with(String header, String value) {
    return new Problem(kind, detail, pointer, instance, Map.of(header, value));
  }

  /** Makes a sentence of a message, which starts in lower case and has no full stop. */
  private static String sentence(String message) {
    String capitalized = message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1);
    return capitalized.endsWith(".") ? capitalized : capitalized + '.';
  }
}
