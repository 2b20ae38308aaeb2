package pet.user;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.user.Privacy;
import pet.user.Preferences.Marketing;
import pet.user.Preferences.Notifications;
import pet.user.Preferences.Theme;

/** SQL of preferences. */
interface PreferencesDao {

  @SqlQuery(
      """
      SELECT subject, theme, notify_by_email, notify_by_sms, notify_by_push, newsletter, promotions,
             analytics, personalization, version, updated_at
      FROM preferences WHERE subject = :subject
      """)
  @RegisterConstructorMapper(PreferencesRow.class)
  Optional<PreferencesRow> find(String subject);

  @SqlUpdate(
      """
      INSERT INTO preferences (subject, theme, notify_by_email, notify_by_sms, notify_by_push,
        newsletter, promotions, analytics, personalization, version, updated_at)
      VALUES (:subject, :theme, :notifyByEmail, :notifyBySms, :notifyByPush,
        :newsletter, :promotions, :analytics, :personalization, :version, :updatedAt)
      ON CONFLICT (subject) DO UPDATE
      SET theme = excluded.theme, notify_by_email = excluded.notify_by_email,
          notify_by_sms = excluded.notify_by_sms, notify_by_push = excluded.notify_by_push,
          newsletter = excluded.newsletter, promotions = excluded.promotions,
          analytics = excluded.analytics, personalization = excluded.personalization,
          version = excluded.version, updated_at = excluded.updated_at
      """)
  void put(@BindMethods PreferencesRow row);

  /** A row of {@code preferences}. */
  record PreferencesRow(
      String subject,
      Theme theme,
      boolean notifyByEmail,
      boolean notifyBySms,
      boolean notifyByPush,
      boolean newsletter,
      boolean promotions,
      boolean analytics,
      boolean personalization,
      long version,
      Instant updatedAt) {

    static PreferencesRow of(String subject, Preferences chosen, long version, Instant updatedAt) {
      return new PreferencesRow(
          subject,
          chosen.theme(),
          chosen.notifications().email(),
          chosen.notifications().sms(),
          chosen.notifications().push(),
          chosen.marketing().newsletter(),
          chosen.marketing().promotions(),
          chosen.privacy().analytics(),
          chosen.privacy().personalization(),
          version,
          updatedAt);
    }

    Preferences view() {
      return new Preferences(
          theme,
          new Notifications(notifyByEmail, notifyBySms, notifyByPush),
          new Marketing(newsletter, promotions),
          new Privacy(analytics, personalization));
    }
  }
}
