// SPDX-License-Identifier: Apache-2.0

package corpus.generator.common;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;

/**
 * Describes in JSON what the Flink release on the class path reads from {@code _metadata} files.
 *
 * <pre>Describe INPUT OUTPUT [INPUT OUTPUT ...]</pre>
 *
 * Prints one line of JSON per input: whether Flink's reader accepted it and how many bytes it left unread, or which
 * exception it threw. An input that Flink rejects gets no output file and is not a failure of this program.
 */
public final class Describe {
    private Describe() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0 || arguments.length % 2 != 0) {
            System.err.println("usage: Describe INPUT OUTPUT [INPUT OUTPUT ...]");
            System.exit(64);
        }
        for (int i = 0; i < arguments.length; i += 2) {
            System.out.println(Json.line(describe(new File(arguments[i]), new File(arguments[i + 1]))));
        }
    }

    private static Map<String, Object> describe(File input, File output) throws IOException {
        FlinkReader file;
        try {
            file = FlinkReader.read(input);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            // Flink allocates room for as many elements as a count claims before it reads any of them.
            Files.deleteIfExists(output.toPath());
            return Json.object(
                    "input", input.getPath(),
                    "accepted", false,
                    "exception", e.getClass().getName(),
                    "message", e.getMessage());
        }
        String description = Json.pretty(MetadataDescription.of(file));
        Files.write(output.toPath(), description.getBytes(StandardCharsets.US_ASCII));
        return Json.object("input", input.getPath(), "accepted", true, "unreadBytes", file.unreadBytes);
    }
}
