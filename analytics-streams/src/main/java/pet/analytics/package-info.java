/**
 * Analytics: events become rollups. {@code pet.analytics.rollup} counts; this package runs it and
 * answers questions about it.
 */
package pet.analytics;
