package dev.sojourn.server.internal.service;

/** Thrown when the service cannot listen on an address. The message is one sentence. */
public final class CannotListen extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CannotListen(HostAndPort address, Throwable cause) {
    super("cannot listen on " + address + ": " + reason(cause), cause);
  }

  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.contains("in use") ? "another process has that port" : message;
  }
}
