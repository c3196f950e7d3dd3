// SPDX-License-Identifier: Apache-2.0

package corpus.acceptance;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Has the Flink release on the class path read each case of a table (name, bytes), and prints whether it accepts (A) or
 * rejects (R) it and how many bytes it left unread.
 */
public final class Judge {
  private final Method reader;
  private final String pointer;

  private Judge() throws ReflectiveOperationException, IOException {
    Class<?> checkpoints = Class.forName("org.apache.flink.runtime.checkpoint.Checkpoints");
    reader =
        Arrays.stream(checkpoints.getDeclaredMethods())
            .filter(method -> method.getName().equals("loadCheckpointMetadata"))
            .findFirst()
            .orElseThrow();
    reader.setAccessible(true);
    // Relative paths count from here; Flink looks whether there is such a file.
    Path directory = Files.createTempDirectory("acceptance");
    pointer = directory.toString();
    Path metadata = Files.createFile(directory.resolve("_metadata"));
    directory.toFile().deleteOnExit();
    metadata.toFile().deleteOnExit();
  }

  public static void main(String[] arguments) throws Exception {
    Judge judge = new Judge();
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] columns = line.split("\t");
      System.out.println(columns[0] + "\t" + judge.verdict(HexFormat.of().parseHex(columns[1])));
    }
  }

  private String verdict(byte[] bytes) throws IllegalAccessException {
    ByteArrayInputStream input = new ByteArrayInputStream(bytes);
    DataInputStream data = new DataInputStream(input);
    ClassLoader loader = Judge.class.getClassLoader();
    boolean isAccepted = true;
    try {
      // Releases before 1.11 know no relative paths, and do not ask where the file is.
      if (reader.getParameterCount() == 3) {
        reader.invoke(null, data, loader, pointer);
      } else {
        reader.invoke(null, data, loader);
      }
    } catch (InvocationTargetException rejection) {
      isAccepted = false;
    }
    return (isAccepted ? "A" : "R") + "\t" + input.available();
  }
}
