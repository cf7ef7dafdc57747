package dev.sojourn.server.internal.service;

/** The ports that the service listens on; every event loop reports the same. Thread-safe. */
final class BoundPorts {

  private volatile int main;
  private volatile int management;

  void main(int port) {
    main = port;
  }

  void management(int port) {
    management = port;
  }

  int main() {
    return main;
  }

  int management() {
    return management;
  }
}
