/**
 * Redis and Valkey servers, Clusters and Sentinel groups as processes for tests. Start at {@link
 * dev.sojourn.rig.server.SharedServers}.
 */
@NullMarked
package dev.sojourn.rig.server;

import org.jspecify.annotations.NullMarked;
