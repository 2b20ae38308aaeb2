package pet.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleNameTest {

  @ParameterizedTest
  @CsvSource({
    "/api/catalog, builder",
    "/api/designs, builder",
    "/api/designs/{id}/share, builder",
    "/api/orders/1001, order",
    "/webhooks/shopify/orders/create, webhook",
    "/api/webhooks/deliveries, webhook",
    "/api/catalogs,",
    "/api/catalog/x,",
    "/api/designsx,",
    "/internal/orders,",
    "/openapi.json,"
  })
  void eachPathBelongsToOneModuleOrNone(String path, String owner) {
    assertThat(Arrays.stream(ModuleName.values()).filter(module -> module.answers(path)))
        .extracting(ModuleName::key)
        .isEqualTo(owner == null ? java.util.List.of() : java.util.List.of(owner));
  }
}
