package dev.verge.web;

import dev.verge.OriginContext;
import java.util.function.Function;

/**
 * A component that runs at the origin only.
 *
 * @param type the interface that handlers call
 * @param factory makes the component, an instance of {@code type}
 * @param reason why it needs the origin
 */
public record Component(Class<?> type, Function<? super OriginContext, ?> factory, String reason) {}
