package pet.platform.remote;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private final ModuleName module;
  private final URI process;
  private final CircuitBreaker breaker;
  private final Semaphore places;
  private final Reachability reachability;
  private final Set<String> lacking = ConcurrentHashMap.newKeySet();
  private volatile String lastFailure = "";

  /** One attempt. */
  interface Attempt {
    Object run(URI process) throws RemoteFailure, InterruptedException;
  }

  Target(ModuleName module, URI process, RemoteSettings settings, Reachability reachability) {
    this.module = module;
    this.process = process;
    this.reachability = reachability;
    places = new Semaphore(settings.concurrency());
    breaker = CircuitBreaker.of(module.key() + " at " + process, config(settings.breaker()));
    breaker.getEventPublisher().onStateTransition(e -> tell(e.getStateTransition().getToState()));
  }

  private void tell(CircuitBreaker.State state) {
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
      if (e.isUnknownPath()) {
        lacks(e);
      } else {
        failed(start, e);
        judged = true;
      }
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

  /** Neither well nor ill; said once. */
  private void lacks(RemoteFailure failure) {
    reachability.reached(process);
    if (lacking.add(failure.getMessage())) {
      LOG.warn("the {} module at {} {}", module.key(), process, failure.getMessage());
    }
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
