package pet.platform;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import pet.domain.ModuleName;

/** Tells operators, on the admin port, which module runs where. */
final class ModulesServlet extends HttpServlet {

  private final transient PetConfiguration configuration;
  private final transient ObjectMapper json;

  ModulesServlet(PetConfiguration configuration, ObjectMapper json) {
    this.configuration = configuration;
    this.json = json;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Map<String, String> modules = new TreeMap<>();
    for (ModuleName module : ModuleName.values()) {
      modules.put(module.key(), configuration.placement(module).toString());
    }
    response.setContentType("application/json");
    json.writeValue(response.getOutputStream(), Map.of("modules", modules));
  }
}
