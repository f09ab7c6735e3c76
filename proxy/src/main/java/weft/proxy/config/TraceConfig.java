package weft.proxy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Export of spans to a collector, with the attributes of their resource. Source: config.md 3.12.
 */
public record TraceConfig(
    ControlAddress collector, String hostName, Map<String, String> attributes) {

  static final ControlAddress.Entries COLLECTOR =
      ControlAddress.Entries.of("TRACE_COLLECTOR_SVC", "the OTLP collector");
  static final Entry<String> SERVICE_NAME =
      Entry.linkerd("TRACE_SERVICE_NAME", Syntax.TEXT, null, "Resource attribute service.name.");
  static final Entry<String> ATTRIBUTES_PATH =
      Entry.linkerd(
          "TRACE_ATTRIBUTES_PATH", Syntax.TEXT, null, "File with attributes, key=value a line.");
  static final Entry<String> EXTRA =
      Entry.linkerd(
          "TRACE_EXTRA_ATTRIBUTES", Syntax.TEXT, "", "More attributes, key=value a line.");
  static final Entry<String> OTEL =
      new Entry<>(
          "OTEL_RESOURCE_ATTRIBUTES", Syntax.TEXT, "", "More attributes, key=value a line.");
  static final Entry<String> HOST_NAME =
      new Entry<>("HOSTNAME", Syntax.TEXT, "", "Resource attribute host.name.");
  static final List<Entry<?>> ENTRIES = entries();

  private static List<Entry<?>> entries() {
    var all = new ArrayList<Entry<?>>(COLLECTOR.all());
    all.addAll(List.of(SERVICE_NAME, ATTRIBUTES_PATH, EXTRA, OTEL, HOST_NAME));
    return List.copyOf(all);
  }

  /** Null: no traces. */
  static @Nullable TraceConfig read(Env env, FileSource files) {
    ControlAddress collector = COLLECTOR.read(env);
    if (collector == null) {
      return null;
    }
    var attributes = new LinkedHashMap<String, String>();
    String service = env.find(SERVICE_NAME);
    if (service != null) {
      attributes.put("service.name", service);
    }
    String path = env.find(ATTRIBUTES_PATH);
    if (path != null) {
      addLines(attributes, readFile(env, files, path));
    }
    addLines(attributes, env.get(EXTRA));
    addLines(attributes, env.get(OTEL));
    return new TraceConfig(collector, env.get(HOST_NAME), Map.copyOf(attributes));
  }

  private static String readFile(Env env, FileSource files, String path) {
    try {
      return new String(files.read(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      env.notice(Notice.Level.WARN, "Failed to read trace attributes error=" + e);
      return "";
    }
  }

  private static void addLines(Map<String, String> attributes, String lines) {
    int start = 0;
    while (start < lines.length()) {
      int newline = lines.indexOf('\n', start);
      int end = newline < 0 ? lines.length() : newline;
      int equals = lines.indexOf('=', start);
      if (equals >= 0 && equals < end) {
        String value = lines.substring(equals + 1, end);
        attributes.put(lines.substring(start, equals), unquoted(value));
      }
      start = end + 1;
    }
  }

  private static String unquoted(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && value.charAt(start) == '"') {
      start++;
    }
    while (start < end && value.charAt(end - 1) == '"') {
      end--;
    }
    return value.substring(start, end);
  }
}
