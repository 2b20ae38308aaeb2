package pet.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import redis.clients.jedis.RedisClient;

/** Writes a word to each server and reads it back. */
final class Clients {
  private static final String TOPIC = "words";

  private Clients() {}

  static void writeAll(int postgres, int redis, int kafka, String word) throws Exception {
    writePostgres(postgres, word);
    writeRedis(redis, word);
    writeKafka(kafka, word);
  }

  static List<String> readAll(int postgres, int redis, int kafka) throws SQLException {
    return List.of(readPostgres(postgres), readRedis(redis), readKafka(kafka));
  }

  static void writePostgres(int port, String word) throws SQLException {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement()) {
      statement.execute("create table if not exists words (word text)");
      statement.execute("insert into words values ('" + word + "')");
    }
  }

  static String readPostgres(int port) throws SQLException {
    return query(port, "select string_agg(word, ',') from words");
  }

  static String query(int port, String sql) throws SQLException {
    try (Connection connection = connect(port);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect(int port) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + EmbeddedPostgres.DATABASE;
    return DriverManager.getConnection(url, EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
  }

  private static void writeRedis(int port, String word) {
    try (RedisClient redis = RedisClient.create("127.0.0.1", port)) {
      redis.append("words", redis.exists("words") ? "," + word : word);
    }
  }

  private static String readRedis(int port) {
    try (RedisClient redis = RedisClient.create("127.0.0.1", port)) {
      return redis.get("words");
    }
  }

  private static void writeKafka(int port, String word) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + port);
    try (Admin admin = Admin.create(settings)) {
      if (!admin.listTopics().names().get(10, TimeUnit.SECONDS).contains(TOPIC)) {
        NewTopic topic = new NewTopic(TOPIC, 1, (short) 1);
        admin.createTopics(List.of(topic)).all().get(10, TimeUnit.SECONDS);
      }
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, word, word)).get(10, TimeUnit.SECONDS);
    }
  }

  private static String readKafka(int port) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", "127.0.0.1:" + port, "auto.offset.reset", "earliest");
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<String> words = new ArrayList<>();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> word : consumer.poll(Duration.ofMillis(100))) {
          words.add(word.value());
        }
      }
      return String.join(",", words);
    }
  }

  static List<String> readInGroupWhatATransactionWrote(int port) throws Exception {
    String servers = "127.0.0.1:" + port;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      NewTopic topic =
          new NewTopic(TOPIC, 3, (short) 1).configs(Map.of("cleanup.policy", "compact"));
      admin.createTopics(List.of(topic)).all().get(10, TimeUnit.SECONDS);
    }
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "transactional.id", "writer"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, "a", "dropped")).get(10, TimeUnit.SECONDS);
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(TOPIC, "b", "kept")).get(10, TimeUnit.SECONDS);
      producer.commitTransaction();
    }
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            servers,
            "group.id",
            "readers",
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      List<String> words = new ArrayList<>();
      for (int i = 0; i < 100 && words.isEmpty(); i++) {
        consumer.poll(Duration.ofMillis(100)).forEach(word -> words.add(word.value()));
      }
      consumer.commitSync();
      return words;
    }
  }
}
