package pet.platform.remote;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;

/** What calls to a module elsewhere took and how they ended. */
final class RemoteMetrics {

  private final Timer answered;
  private final Timer refused;
  private final Timer unavailable;
  private final Meter retries;
  private final Meter rejections;

  RemoteMetrics(MetricRegistry metrics, ModuleName module) {
    String name = module.key();
    answered = metrics.timer("remote.calls." + name + ".answered");
    refused = metrics.timer("remote.calls." + name + ".refused");
    unavailable = metrics.timer("remote.calls." + name + ".unavailable");
    retries = metrics.meter("remote.retries." + name);
    rejections = metrics.meter("remote.rejections." + name);
  }

  <T> T measure(Supplier<T> call) {
    long start = System.nanoTime();
    Timer outcome = unavailable;
    try {
      T result = call.get();
      outcome = answered;
      return result;
    } catch (DomainException e) {
      outcome = e.code() == ProblemCode.UNAVAILABLE ? unavailable : refused;
      throw e;
    } finally {
      outcome.update(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  /** An attempt after the first. */
  void retried() {
    retries.mark();
  }

  /** A call without any attempt: breakers open, or too many calls in hand. */
  void rejected() {
    rejections.mark();
  }
}
