package pet.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import pet.domain.FieldError;
import pet.domain.InvalidInput;
import pet.domain.user.Privacy;

/** What a person chose; each part is needed, so that nothing is turned off by being left out. */
record Preferences(Theme theme, Notifications notifications, Marketing marketing, Privacy privacy) {

  /** Of who has not chosen: news of their order, no advertising. */
  static final Preferences DEFAULT =
      new Preferences(
          Theme.AUTO,
          new Notifications(true, false, false),
          new Marketing(false, false),
          Privacy.DEFAULT);

  enum Theme {
    @JsonProperty("light")
    LIGHT,
    @JsonProperty("dark")
    DARK,
    @JsonProperty("auto")
    AUTO
  }

  /** How they hear of their orders. */
  record Notifications(Boolean email, Boolean sms, Boolean push) {
    Notifications {
      new Needed().choice("email", email).choice("sms", sms).choice("push", push).check();
    }
  }

  /** What else they want to hear. */
  record Marketing(Boolean newsletter, Boolean promotions) {
    Marketing {
      new Needed().choice("newsletter", newsletter).choice("promotions", promotions).check();
    }
  }

  /**
   * @throws InvalidInput naming every part that is missing
   */
  Preferences {
    new Needed()
        .field("theme", theme, "is required: light, dark or auto")
        .field("notifications", notifications, "is required")
        .field("marketing", marketing, "is required")
        .field("privacy", privacy, "is required")
        .check();
  }

  private static final class Needed {
    private final List<FieldError> errors = new ArrayList<>();

    Needed choice(String name, Boolean value) {
      return field(name, value, "is required: true or false");
    }

    Needed field(String name, Object value, String message) {
      if (value == null) {
        errors.add(new FieldError(name, message));
      }
      return this;
    }

    void check() {
      if (!errors.isEmpty()) {
        throw new InvalidInput(errors);
      }
    }
  }
}
