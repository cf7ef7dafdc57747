/**
 * TCP proxies that cut, freeze, delay or drop chosen connections. Start at {@link
 * dev.sojourn.rig.fault.FaultProxy}.
 */
@NullMarked
package dev.sojourn.rig.fault;

import org.jspecify.annotations.NullMarked;
