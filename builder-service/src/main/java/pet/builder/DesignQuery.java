package pet.builder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.builder.DesignStatus;

/**
 * Which of one's designs to list.
 *
 * @param status null for all
 * @param limit from 1 to 100
 */
record DesignQuery(DesignStatus status, int limit, DesignCursor after) {

  static final int DEFAULT_LIMIT = 20;
  static final int MAX_LIMIT = 100;

  /**
   * Reads it from a request's parameters, each of which may be null.
   *
   * @throws InvalidInput naming every parameter that is wrong
   */
  static DesignQuery parse(String status, String limit, String cursor) {
    List<FieldError> errors = new ArrayList<>();
    DesignStatus wantedStatus = null;
    int wantedLimit = DEFAULT_LIMIT;
    DesignCursor after = DesignCursor.START;
    try {
      wantedStatus = status == null ? null : DesignStatus.valueOf(status);
    } catch (IllegalArgumentException e) {
      String all =
          Arrays.stream(DesignStatus.values()).map(Enum::name).collect(Collectors.joining(", "));
      errors.add(new FieldError("status", "must be one of " + all));
    }
    try {
      wantedLimit = limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit);
    } catch (NumberFormatException e) {
      wantedLimit = 0;
    }
    if (wantedLimit < 1 || wantedLimit > MAX_LIMIT) {
      errors.add(new FieldError("limit", "must be a number from 1 to " + MAX_LIMIT));
    }
    try {
      after = DesignCursor.parse(cursor);
    } catch (InvalidInput e) {
      errors.addAll(e.errors());
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
    return new DesignQuery(wantedStatus, wantedLimit, after);
  }
}
