package pet.platform.remote;

import com.codahale.metrics.MetricRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.platform.remote.Reachability.Failure;

/**
 * Calls to one module elsewhere. Its processes take turns; one that does not connect, or is left
 * alone by its breaker, is passed over. What may repeat is sent again while the deadline allows;
 * what may not is sent again only if it certainly was not executed.
 */
final class RemoteCalls {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /** With less than this left an attempt would only fail, and be held against the process. */
  private static final Duration TOO_LATE = Duration.ofMillis(20);

  private final ModuleName module;
  private final RemoteSettings settings;
  private final Replicas replicas;
  private final Map<URI, Target> targets;
  private final Transport transport;
  private final ServiceIdentity identity;
  private final AnswerReader reader;
  private final RemoteMetrics metrics;

  RemoteCalls(
      ModuleName module,
      Replicas replicas,
      Map<URI, Target> targets,
      RemoteSettings settings,
      Transport transport,
      ServiceIdentity identity,
      AnswerReader reader,
      MetricRegistry metrics) {
    this.module = module;
    this.replicas = replicas;
    this.targets = targets;
    this.settings = settings;
    this.transport = transport;
    this.identity = identity;
    this.reader = reader;
    this.metrics = new RemoteMetrics(metrics, module);
  }

  /**
   * Calls a method of the module's contract.
   *
   * @throws DomainException as the module threw it, or {@code UNAVAILABLE}
   */
  Object call(ContractMethod method, Object[] arguments) {
    return metrics.measure(() -> new Call(method, method.request(arguments)).run());
  }

  /** One call, until it is answered or given up. */
  private final class Call {
    private final ContractMethod method;
    private final ContractMethod.Request request;
    private final long end;
    private RemoteFailure failure;
    private int attempts;
    private int lost;

    Call(ContractMethod method, ContractMethod.Request request) {
      this.method = method;
      this.request = request;
      Duration usual = settings.timeout().toJavaDuration();
      Duration time = method.deadline().filter(own -> own.compareTo(usual) < 0).orElse(usual);
      end = System.nanoTime() + time.toNanos();
    }

    Object run() {
      try {
        List<URI> round = replicas.inTurn();
        for (int i = 1; ; i++) {
          int before = attempts;
          boolean mayBeKnown = false;
          for (URI process : round) {
            Target target = targets.get(process);
            if (mayTry() && target.admits()) {
              try {
                return attempt(target);
              } catch (RemoteFailure e) {
                failure = e;
                lost += e.reached() ? 1 : 0;
                mayBeKnown |= !e.isUnknownPath();
              }
            }
          }
          if (attempts == before || !mayBeKnown || i == settings.attempts() || !mayTry()) {
            throw unavailable();
          }
          pause(i);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failure =
            RemoteFailure.lost(
                Failure.TIMEOUT, "was not waited for: the calling thread is to stop");
        throw unavailable();
      }
    }

    private boolean mayTry() {
      return left() > TOO_LATE.toNanos()
          && (lost == 0 || (method.mayRepeat() && lost < settings.attempts()));
    }

    private long left() {
      return end - System.nanoTime();
    }

    private Object attempt(Target target) throws RemoteFailure, InterruptedException {
      if (attempts++ > 0) {
        metrics.retried();
      }
      // Where there can be another attempt, time is kept for it.
      long time =
          method.mayRepeat() ? Math.min(left(), settings.attemptTimeout().toNanoseconds()) : left();
      return target.attempt(
          process ->
              reader.read(
                  method,
                  transport.send(
                      process, request, identity.tokenFor(module), Duration.ofNanos(time))));
    }

    /** Twice as long each time, and never the same for two callers. */
    private void pause(int round) throws InterruptedException {
      long most = FIRST_PAUSE.toNanos() << Math.min(round - 1, 10);
      long pause = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
      TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(pause, left())));
    }

    private DomainException unavailable() {
      String detail = "The " + module.key() + " module does not answer.";
      if (attempts == 0) {
        metrics.rejected();
      }
      return new DomainException(
          ProblemCode.UNAVAILABLE,
          failure == null ? detail : failure.detail(detail),
          List.of(),
          failure);
    }
  }
}
