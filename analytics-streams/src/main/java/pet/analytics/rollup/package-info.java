/** What is counted, and the two stages of Kafka Streams that count it. */
package pet.analytics.rollup;
