package pet.platform.remote;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pet.domain.DomainException;
import pet.domain.ModuleName;

/**
 * One module of one process, as a place to call: how many calls may be in hand there, and whether
 * it has failed too often of late to be called at all.
 */
final class Target {

  private static final Logger LOG = LoggerFactory.getLogger(Target.class);

  private final URI process;
  private final CircuitBreaker breaker;
  private final Semaphore places;
  private final Reachability reachability;
  private volatile String lastFailure = "";

  /** One attempt. */
  interface Attempt {
    Object run(URI process) throws RemoteFailure, InterruptedException;
  }

  Target(ModuleName module, URI process, RemoteSettings settings, Reachability reachability) {
    this.process = process;
    this.reachability = reachability;
    places = new Semaphore(settings.concurrency());
    breaker = CircuitBreaker.of(module.key() + " at " + process, config(settings.breaker()));
    breaker
        .getEventPublisher()
        .onStateTransition(e -> tell(module, e.getStateTransition().getToState()));
  }

  private void tell(ModuleName module, CircuitBreaker.State state) {
    if (state == CircuitBreaker.State.OPEN) {
      LOG.warn("the {} module at {} is left alone: it {}", module.key(), process, lastFailure);
    } else {
      LOG.info("the {} module at {}: breaker {}", module.key(), process, state);
    }
  }

  private static CircuitBreakerConfig config(BreakerSettings settings) {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(settings.window())
        .minimumNumberOfCalls(settings.minimum())
        .failureRateThreshold(settings.failures())
        .waitDurationInOpenState(settings.pause().toJavaDuration())
        .permittedNumberOfCallsInHalfOpenState(settings.trials())
        .build();
  }

  CircuitBreaker.State state() {
    return breaker.getState();
  }

  int inHand(RemoteSettings settings) {
    return settings.concurrency() - places.availablePermits();
  }

  /** Takes a place for one {@link #attempt}, unless none is free or the breaker is open. */
  boolean admits() {
    if (!places.tryAcquire()) {
      return false;
    }
    if (!breaker.tryAcquirePermission()) {
      places.release();
      return false;
    }
    return true;
  }

  /** Runs an attempt in the place that was taken, and remembers how it went. */
  Object attempt(Attempt attempt) throws RemoteFailure, InterruptedException {
    long start = System.nanoTime();
    boolean judged = false;
    try {
      Object result = attempt.run(process);
      wentWell(start);
      judged = true;
      return result;
    } catch (DomainException e) {
      // The module has answered, and well: what it refuses says nothing of its health.
      wentWell(start);
      judged = true;
      throw e;
    } catch (RemoteFailure e) {
      failed(start, e);
      judged = true;
      throw e;
    } finally {
      if (!judged) {
        breaker.releasePermission();
      }
      places.release();
    }
  }

  private void wentWell(long start) {
    breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    reachability.reached(process);
  }

  private void failed(long start, RemoteFailure failure) {
    lastFailure = failure.getMessage();
    breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, failure);
    failure
        .kind()
        .ifPresentOrElse(
            kind -> reachability.failed(process, kind), () -> reachability.reached(process));
  }
}
