package pet.webhook.admin;

/**
 * The questions. Parts are asked for in such numbers that each stays under the 1000 points that one
 * may cost; what has more of them is asked for the rest.
 */
final class AdminQueries {

  /** As many parcels or refunds as come with an order: where so many come, there may be more. */
  static final int FEW = 10;

  /** As many as the API lists; it has no pages of these. */
  static final int MOST = 250;

  static final String CHANGED =
      """
      query Changed($first: Int!, $after: String, $query: String!) {
        orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
          nodes { legacyResourceId updatedAt }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  private static final String LINE =
      """
      fragment Line on LineItem {
        id title sku quantity currentQuantity
        originalUnitPriceSet { shopMoney { amount } }
        customAttributes { key value }
      }
      """;

  private static final String PARCEL =
      """
      fragment Parcel on Fulfillment {
        legacyResourceId status displayStatus updatedAt
        trackingInfo(first: 1) { company number url }
        fulfillmentLineItems(first: 25) {
          nodes { quantity lineItem { id } }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  private static final String REFUND =
      """
      fragment Repaid on Refund {
        legacyResourceId createdAt
        transactions(first: 5) {
          nodes { kind status amountSet { shopMoney { amount currencyCode } } }
          pageInfo { hasNextPage endCursor }
        }
        refundLineItems(first: 20) {
          nodes { quantity lineItem { id } }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  static final String ONE =
      """
      query One($id: ID!) {
        order(id: $id) {
          legacyResourceId name number email createdAt updatedAt cancelledAt
          displayFinancialStatus currencyCode taxesIncluded
          subtotalPriceSet { shopMoney { amount } }
          totalDiscountsSet { shopMoney { amount } }
          totalShippingPriceSet { shopMoney { amount } }
          totalTaxSet { shopMoney { amount } }
          totalPriceSet { shopMoney { amount } }
          currentTotalPriceSet { shopMoney { amount } }
          lineItems(first: 100) { nodes { ...Line } pageInfo { hasNextPage endCursor } }
          fulfillments(first: 10) { ...Parcel }
          refunds(first: 10) { ...Repaid }
        }
      }
      """
          + LINE
          + PARCEL
          + REFUND;

  static final String LINES =
      """
      query Lines($id: ID!, $after: String) {
        order(id: $id) {
          updatedAt
          lineItems(first: 100, after: $after) {
            nodes { ...Line } pageInfo { hasNextPage endCursor }
          }
        }
      }
      """
          + LINE;

  static final String PARCELS =
      """
      query Parcels($id: ID!) {
        order(id: $id) { updatedAt fulfillments(first: 250) { legacyResourceId } }
      }
      """;

  static final String ONE_PARCEL =
      """
      query OneParcel($id: ID!) { fulfillment(id: $id) { ...Parcel } }
      """
          + PARCEL;

  static final String PARCEL_LINES =
      """
      query ParcelLines($id: ID!, $after: String) {
        fulfillment(id: $id) {
          fulfillmentLineItems(first: 100, after: $after) {
            nodes { quantity lineItem { id } } pageInfo { hasNextPage endCursor }
          }
        }
      }
      """;

  static final String REFUNDS =
      """
      query Refunds($id: ID!) {
        order(id: $id) { updatedAt refunds(first: 250) { legacyResourceId } }
      }
      """;

  static final String ONE_REFUND =
      """
      query OneRefund($id: ID!) { refund(id: $id) { ...Repaid } }
      """
          + REFUND;

  static final String REFUND_LINES =
      """
      query RefundLines($id: ID!, $after: String) {
        refund(id: $id) {
          refundLineItems(first: 100, after: $after) {
            nodes { quantity lineItem { id } } pageInfo { hasNextPage endCursor }
          }
        }
      }
      """;

  static final String REFUND_TRANSACTIONS =
      """
      query RefundTransactions($id: ID!, $after: String) {
        refund(id: $id) {
          transactions(first: 100, after: $after) {
            nodes { kind status amountSet { shopMoney { amount currencyCode } } }
            pageInfo { hasNextPage endCursor }
          }
        }
      }
      """;

  private AdminQueries() {}
}
