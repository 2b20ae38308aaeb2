package pet.webhook;

import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import pet.domain.webhook.ShopDeliveries;

/** SQL of the deliveries of a closed shop and of its payments. */
interface ShopDeliveryDao {

  String ITS = " (lower(shop) = lower(:shop) OR source = :billing) AND received_at <= :until ";

  @SqlQuery("SELECT count(*) FROM delivery WHERE body IS NOT NULL AND" + ITS)
  int count(@BindMethods ShopDeliveries deliveries, @Bind("billing") String billing);

  /** What is not processed yet is erased as soon as it is: see {@link DeliveryRows#processed}. */
  @SqlUpdate(
      "UPDATE delivery SET to_be_erased = true"
          + " WHERE state NOT IN ('PROCESSED', 'DEAD') AND NOT to_be_erased AND"
          + ITS)
  void eraseLater(@BindMethods ShopDeliveries deliveries, @Bind("billing") String billing);

  /** As {@link PersonalDeliveryDao#erase} does. */
  @SqlUpdate(
      """
      WITH part AS (
        SELECT seq FROM delivery
        WHERE body IS NOT NULL AND state IN ('PROCESSED', 'DEAD') AND
      """
          + ITS
          + """
        ORDER BY received_at
        LIMIT :limit
        FOR UPDATE SKIP LOCKED
      ), erased AS (
        UPDATE delivery d
        SET body = NULL, headers = NULL,
            lane = CASE WHEN lane LIKE 'shopify:order:%' THEN lane END
        FROM part WHERE d.seq = part.seq
        RETURNING d.id
      )
      DELETE FROM delivery_person p USING erased WHERE p.delivery_id = erased.id
      """)
  void erase(
      @BindMethods ShopDeliveries deliveries,
      @Bind("billing") String billing,
      @Bind("limit") int limit);

  @SqlQuery(
      "SELECT count(*) FROM delivery"
          + " WHERE body IS NOT NULL AND state IN ('PROCESSED', 'DEAD') AND"
          + ITS)
  int left(@BindMethods ShopDeliveries deliveries, @Bind("billing") String billing);
}
