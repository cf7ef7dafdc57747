package dev.sojourn.internal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On an immutable type: a caller who drops what its methods return has changed nothing. Error Prone
 * and other checkers know the annotation by its simple name, whatever its package.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface CheckReturnValue {}
