package org.pgtestdb4j.internal.keep;

import java.time.Duration;

/**
 * Which kept databases stay on a server; the oldest beyond it go.
 *
 * @param count how many at most
 * @param age for how long at most
 */
public record Quota(int count, Duration age) {}
