package pet.builder.design;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import pet.domain.builder.BuilderConfig;
import pet.domain.builder.DesignId;
import pet.domain.builder.DesignRevision;
import pet.domain.builder.DesignStatus;
import pet.domain.builder.HarnessSize;
import pet.domain.builder.PriceCalculator;
import pet.messaging.Json;

/** What clients, the database and the cache read. */
class WireFormatTest {

  private static final String CONFIG =
      "{\"size\":\"M\",\"colorId\":\"ocean\",\"hardwareId\":\"gold\",\"personalization\":"
          + "{\"text\":\"REX\",\"font\":\"block\",\"position\":\"back\",\"threadColor\":\"#FFFFFF\"}}";

  private final ObjectMapper json = Json.strict();
  private final PriceCalculator prices = new PriceCalculator(new BigDecimal("0.0875"));

  @Test
  void aConfigurationReadsAndWritesAsDocumented() throws Exception {
    assertThat(json.writeValueAsString(json.readValue(CONFIG, BuilderConfig.class)))
        .isEqualTo(CONFIG);
    assertThat(
            json.writeValueAsString(
                new BuilderConfig(HarnessSize.XXL, "midnight", "rose-gold", null)))
        .isEqualTo("{\"size\":\"XXL\",\"colorId\":\"midnight\",\"hardwareId\":\"rose-gold\"}");
  }

  @Test
  void aPriceIsMoneyV2() throws Exception {
    BuilderConfig config = json.readValue(CONFIG, BuilderConfig.class);

    assertThat(json.writeValueAsString(prices.calculatePrice(config)))
        .isEqualTo(
            """
            {"basePrice":{"amount":"49.99","currencyCode":"USD"},\
            "colorModifier":{"amount":"5.00","currencyCode":"USD"},\
            "hardwareModifier":{"amount":"8.00","currencyCode":"USD"},\
            "personalizationCost":{"amount":"12.00","currencyCode":"USD"},\
            "subtotal":{"amount":"74.99","currencyCode":"USD"},\
            "tax":{"amount":"6.56","currencyCode":"USD"},\
            "total":{"amount":"81.55","currencyCode":"USD"}}""");
  }

  @Test
  void whatIsCachedReadsBack() throws Exception {
    BuilderConfig config = json.readValue(CONFIG, BuilderConfig.class);
    Instant now = Instant.parse("2026-11-22T19:05:00.123456Z");
    DesignRow row =
        new DesignRow(
            UUID.randomUUID(),
            "alice",
            "Rex",
            DesignStatus.DRAFT,
            1,
            1,
            config,
            prices.calculatePrice(config),
            now,
            now);

    assertThat(json.readValue(json.writeValueAsString(row), DesignRow.class)).isEqualTo(row);
  }

  @Test
  void aRevisionReadsBack() throws Exception {
    BuilderConfig config = json.readValue(CONFIG, BuilderConfig.class);
    DesignRevision revision =
        new DesignRevision(DesignId.random(), 3, config, prices.calculatePrice(config));

    assertThat(Json.tolerant().readValue(json.writeValueAsString(revision), DesignRevision.class))
        .isEqualTo(revision);
  }
}
