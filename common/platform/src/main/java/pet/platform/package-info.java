/**
 * What makes a process: {@link pet.platform.Module modules} and the application that hosts them,
 * the settings they share, clients for PostgreSQL, Redis and Kafka, login, problem details, health,
 * metrics, and calls to a module that runs elsewhere. It knows no module by more than its name.
 */
package pet.platform;
