package pet.builder.preset;

import java.util.List;
import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import pet.domain.builder.BuilderConfig;

/** Presets; they are few, and change by migration. */
interface PresetDao {

  @SqlQuery(
      """
      SELECT id, name, description, category, tags, sort_order, config
      FROM preset
      ORDER BY sort_order
      """)
  @RegisterConstructorMapper(PresetRow.class)
  List<PresetRow> list();

  record PresetRow(
      String id,
      String name,
      String description,
      String category,
      List<String> tags,
      int sortOrder,
      @Json BuilderConfig config) {}
}
