// SPDX-License-Identifier: Apache-2.0

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** Runs the statements of a file, as Flink's SQL client does with -f. */
public final class RunSQL {
  public static void main(String[] arguments) throws Exception {
    TableEnvironment environment = TableEnvironment.create(EnvironmentSettings.newInstance().inBatchMode().build());
    for (String statement : Files.readString(Path.of(arguments[0])).split(";\\s*\n")) {
      if (statement.isBlank()) continue;
      if (statement.strip().startsWith("SET ")) {
        String[] pair = statement.strip().substring("SET ".length()).split("=", 2);
        environment.getConfig().set(pair[0].strip().replace("'", ""), pair[1].strip().replace("'", ""));
      } else {
        environment.executeSql(statement).await();
      }
    }
  }
}
