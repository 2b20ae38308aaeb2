package pet.dev.demo;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A column of the final table.
 *
 * @param shipped orders that reached SHIPPED
 * @param units sum of the orders' quantities
 * @param cents revenue
 */
record Totals(long designs, long shares, long orders, long shipped, long units, long cents) {

  Totals minus(Totals before) {
    return new Totals(
        designs - before.designs,
        shares - before.shares,
        orders - before.orders,
        shipped - before.shipped,
        units - before.units,
        cents - before.cents);
  }

  /** By the table's row names. */
  Map<String, String> rows() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("designs", Long.toString(designs));
    rows.put("shares", Long.toString(shares));
    rows.put("orders", Long.toString(orders));
    rows.put("shipped", Long.toString(shipped));
    rows.put("units", Long.toString(units));
    rows.put("revenue", BigDecimal.valueOf(cents, 2).toPlainString());
    return rows;
  }
}
