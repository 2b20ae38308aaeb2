package pet.platform.http;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What the bodies of some paths are like.
 *
 * @param atMost bytes, as they arrive; a larger one is refused, so nobody need wait for it
 * @param time how long one may take to arrive
 * @param wanted whether one is waited for, by the request's headers, which it is given by name: not
 *     if it will be refused whatever its body
 */
public record BodyRule(long atMost, Duration time, Predicate<UnaryOperator<String>> wanted) {}
