// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import corpus.generator.common.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the Flink release on the class path write files that our jobs do not reach: constructs handle objects and gives
 * them to that release's own serializer.
 *
 * <pre>Construct VERSION FOLDER</pre>
 *
 * Leaves FOLDER/name/_metadata and FOLDER/name/entry.json for every file.
 */
public final class Construct {
    private Construct() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            System.err.println("usage: Construct VERSION FOLDER");
            System.exit(64);
        }
        Release.set(arguments[0]);
        int failures = 0;
        for (Map.Entry<String, Concepts.Entry> concept : everything().entries().entrySet()) {
            try {
                write(Path.of(arguments[1], concept.getKey()), concept.getKey(), concept.getValue());
            } catch (RuntimeException | IOException e) {
                failures++;
                System.err.println("Flink " + arguments[0] + " does not make " + concept.getKey() + ": " + e);
                e.printStackTrace();
            }
        }
        System.exit(failures == 0 ? 0 : 1);
    }

    private static Concepts everything() {
        Concepts concepts = new Concepts();
        TaskStateConcepts.addTo(concepts);
        StreamConcepts.addTo(concepts);
        OperatorStateConcepts.addTo(concepts);
        KeyedConcepts.addTo(concepts);
        ChangelogConcepts.addTo(concepts);
        ChannelConcepts.addTo(concepts);
        OperatorConcepts.addTo(concepts);
        MasterStateConcepts.addTo(concepts);
        ValueConcepts.addTo(concepts);
        PropertiesConcepts.addTo(concepts);
        MixedConcepts.addTo(concepts);
        return concepts;
    }

    private static void write(Path folder, String name, Concepts.Entry entry) throws IOException {
        byte[] metadata = entry.writer.write();
        Files.createDirectories(folder);
        Files.write(folder.resolve("_metadata"), metadata);
        String description =
                Json.pretty(
                        Json.object(
                                "name", name,
                                "constructor", entry.constructor,
                                "settings", Json.object("writtenBy", entry.writtenBy, "version", entry.version),
                                "description", entry.description));
        Files.write(folder.resolve("entry.json"), description.getBytes(StandardCharsets.US_ASCII));
    }
}
