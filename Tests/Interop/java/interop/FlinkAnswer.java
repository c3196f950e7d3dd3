// SPDX-License-Identifier: Apache-2.0

package interop;

import static corpus.generator.common.Reflection.call;
import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.type;

import corpus.generator.common.FlinkReader;
import corpus.generator.common.Json;
import corpus.generator.common.MetadataDescription;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What Flink makes of a metadata file, or of one of the texts in it for which it has a form of its own. */
final class FlinkAnswer {
    /** A metadata file that lies in a directory. */
    private static final int FILE = 0;
    /** A metadata file of which Flink is not told where it lies. */
    private static final int FILE_WITHOUT_DIRECTORY = 1;
    /** A {@code utf} of which Flink makes a {@code Path}. */
    private static final int PATH = 2;
    /** A {@code utf} of which Flink makes a {@code Path} below the file's directory. */
    private static final int RELATIVE_PATH = 3;
    /** A {@code utf} of which Flink makes the identifier of a state backend. */
    private static final int BACKEND_IDENTIFIER = 4;

    private static final String PATH_TYPE = "org.apache.flink.core.fs.Path";

    private final String directory;
    /** The same as a {@code Path}, below which Flink looks for the file's relative paths. */
    private final Object exclusiveDirectory;

    FlinkAnswer() throws IOException {
        // Relative paths count from here; Flink looks whether there is such a file.
        Path folder = Files.createTempDirectory("differential");
        directory = folder.toString();
        folder.toFile().deleteOnExit();
        Files.createFile(folder.resolve("_metadata")).toFile().deleteOnExit();
        Object location = callStatic(
                type("org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess"),
                "resolveCheckpointPointer",
                directory);
        exclusiveDirectory = call(location, "getExclusiveCheckpointDir");
        // The folder's name is random, and must come before.
        RepeatableIdentifiers.install();
        RepeatableIdentifiers.drawOneOnly();
    }

    /** Writes the answer to a question of a kind and, behind it, bytes. */
    void answer(byte[] question, DataOutputStream answers) throws IOException {
        String text;
        boolean isAccepted = true;
        try {
            text = understood(question[0], Arrays.copyOfRange(question, 1, question.length));
        } catch (Throwable refusal) {
            // Damaged counts and class names make Flink fail in ways that are errors to Java, not exceptions.
            isAccepted = false;
            text = Json.line(Outcome.describe(refusal));
        }
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        answers.writeByte(isAccepted ? 0 : 1);
        answers.writeInt(bytes.length);
        answers.write(bytes);
    }

    private String understood(int kind, byte[] bytes) throws IOException {
        switch (kind) {
            case FILE:
                return description(FlinkReader.read(bytes, directory));
            case FILE_WITHOUT_DIRECTORY:
                return description(FlinkReader.read(bytes, null));
            case PATH:
                return Json.line(create(PATH_TYPE, text(bytes)).toString());
            case RELATIVE_PATH:
                return Json.line(create(PATH_TYPE, exclusiveDirectory, text(bytes)).toString());
            case BACKEND_IDENTIFIER:
                return Json.line(backendIdentifier(text(bytes)).toString());
            default:
                throw new IllegalArgumentException("no question of kind " + kind);
        }
    }

    private static String text(byte[] utf) throws IOException {
        return new DataInputStream(new ByteArrayInputStream(utf)).readUTF();
    }

    /** As the serializer does, in the middle of a method of it. */
    private static UUID backendIdentifier(String text) {
        try {
            return UUID.fromString(text);
        } catch (Exception e) {
            return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String description(FlinkReader file) {
        Object description = MetadataDescription.of(file);
        sort(description);
        return Json.line(Json.object("unreadBytes", file.unreadBytes, "metadata", description));
    }

    /** Sorts what Flink keeps in maps, whose order means nothing. */
    private static void sort(Object description) {
        if (description instanceof Map) {
            ((Map<?, ?>) description).forEach((name, value) -> {
                sort(value);
                if (name.equals("subtaskStates")) {
                    sort(value, Comparator.comparing(element -> (Integer) element.get("index")));
                } else if (name.equals("stateNameToPartitionOffsets")) {
                    sort(value, Comparator.comparing(element -> (String) element.get("name")));
                }
            });
        } else if (description instanceof Collection) {
            ((Collection<?>) description).forEach(FlinkAnswer::sort);
        }
    }

    @SuppressWarnings("unchecked")
    private static void sort(Object list, Comparator<Map<String, Object>> order) {
        ((List<Map<String, Object>>) list).sort(order);
    }
}
