package pet.platform.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.client.ContentResponse;
import pet.domain.DomainException;
import pet.domain.ModuleName;
import pet.domain.ProblemCode;
import pet.platform.http.Problem;
import pet.platform.remote.Reachability.Failure;

/**
 * Makes of an answer what the local object would have returned or thrown. What is not the module's
 * answer is a failure, whatever its status: a proxy's error page, another program on that port.
 */
final class AnswerReader {

  private final ModuleName module;
  private final ObjectReader problems;

  AnswerReader(ModuleName module, ObjectMapper json) {
    this.module = module;
    problems = json.readerFor(Problem.class);
  }

  /**
   * The result of the call.
   *
   * @throws DomainException as the module threw it
   * @throws RemoteFailure if this is no answer of the module, or it says to try later
   */
  Object read(ContractMethod method, ContentResponse answer) throws RemoteFailure {
    if (!module.key().equals(answer.getHeaders().get(InternalAccess.ANSWERED_BY))) {
      throw isNoSuchPath(answer) ? RemoteFailure.unknownPath(method.path()) : garbage(answer, null);
    }
    if (answer.getStatus() >= 400) {
      throw refusal(answer);
    }
    if (answer.getStatus() == 204) {
      return nothing(method, answer);
    }
    if (answer.getStatus() != 200) {
      throw garbage(answer, null);
    }
    return method.answersNothing() ? null : result(method, answer);
  }

  /** In our words, but no module's. */
  private boolean isNoSuchPath(ContentResponse answer) throws RemoteFailure {
    return answer.getStatus() == 404
        && Problem.MEDIA_TYPE.equals(answer.getMediaType())
        && problem(answer).code().equals(Optional.of(ProblemCode.NOT_FOUND));
  }

  private static Object nothing(ContractMethod method, ContentResponse answer)
      throws RemoteFailure {
    if (!method.answersNothing() && !method.mayAnswerNull()) {
      throw garbage(answer, null);
    }
    return method.nothing();
  }

  private static Object result(ContractMethod method, ContentResponse answer) throws RemoteFailure {
    if (!"application/json".equals(answer.getMediaType()) || answer.getContent().length == 0) {
      throw garbage(answer, null);
    }
    try {
      return method.answer().readValue(answer.getContent());
    } catch (IOException | RuntimeException e) {
      throw garbage(answer, e);
    }
  }

  private DomainException refusal(ContentResponse answer) throws RemoteFailure {
    Problem problem = problem(answer);
    if (problem.code().isEmpty()) {
      throw garbage(answer, null);
    }
    DomainException refusal = Refusals.of(problem, null);
    if (refusal.code() == ProblemCode.UNAVAILABLE) {
      throw RemoteFailure.unavailable(refusal);
    }
    return refusal;
  }

  private Problem problem(ContentResponse answer) throws RemoteFailure {
    if (!Problem.MEDIA_TYPE.equals(answer.getMediaType())) {
      throw garbage(answer, null);
    }
    try {
      return problems.readValue(answer.getContent());
    } catch (IOException | RuntimeException e) {
      throw garbage(answer, e);
    }
  }

  /** Told by its form alone: the content may be anybody's data. */
  private static RemoteFailure garbage(ContentResponse answer, Exception cause) {
    return RemoteFailure.lost(
        Failure.GARBAGE,
        "gave what is no answer of this module: status "
            + answer.getStatus()
            + ", type "
            + answer.getMediaType()
            + ", "
            + answer.getContent().length
            + " bytes"
            + (cause == null ? "" : ", " + cause.getClass().getSimpleName()));
  }
}
