package dev.sojourn.redis.internal.value;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.util.JsonParserDelegate;

/**
 * A parser that keeps the sign of {@code -0.0} where the reader names no class for it. Fractions
 * are read there as {@code BigDecimal}, which has no negative zero, except those that no decimal
 * can hold: to Jackson those are "not a number", and it reads them as {@code double}.
 */
final class NegativeZero extends JsonParserDelegate {

  NegativeZero(JsonParser parser) {
    super(parser);
  }

  @Override
  public boolean isNaN() {
    return delegate.isNaN() || isNegativeZero();
  }

  private boolean isNegativeZero() {
    return delegate.currentToken() == JsonToken.VALUE_NUMBER_FLOAT
        && Double.valueOf(-0.0).equals(delegate.getDoubleValue())
        && delegate.getDecimalValue().signum() == 0; // not merely too small for a double
  }
}
