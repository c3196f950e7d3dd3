// SPDX-License-Identifier: Apache-2.0

package interop;

import corpus.generator.common.FlinkReader;
import corpus.generator.common.Json;
import corpus.generator.common.MetadataDescription;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

/** What the release makes of one file: its objects as text, and the files that its writers make of these objects. */
final class Reading {
    private final byte[] bytes;
    /** Null if the release refuses the file; then only {@link #description} says something. */
    private final FlinkReader file;
    final Outcome description;
    final Outcome inOwnVersion;
    final Outcome inSameVersion;

    private Reading(byte[] bytes, FlinkReader file, Outcome description, Outcome inOwnVersion, Outcome inSameVersion) {
        this.bytes = bytes;
        this.file = file;
        this.description = description;
        this.inOwnVersion = inOwnVersion;
        this.inSameVersion = inSameVersion;
    }

    static Reading of(File input) throws IOException {
        byte[] bytes = Files.readAllBytes(input.toPath());
        RepeatableIdentifiers.restart();
        FlinkReader file;
        try {
            file = FlinkReader.read(input);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            return new Reading(bytes, null, Outcome.of(() -> {
                throw new IOException(Outcome.describe(e));
            }), null, null);
        }
        if (file.unreadBytes > 0) {
            throw new IOException("Flink leaves " + file.unreadBytes + " bytes of " + input + " unread");
        }
        return new Reading(
                bytes,
                file,
                Outcome.of(() -> Json.pretty(MetadataDescription.of(file)).getBytes(StandardCharsets.US_ASCII)),
                Outcome.of(() -> FlinkWriter.writeOwnVersion(file.metadata)),
                Outcome.of(() -> FlinkWriter.writeVersion(file.version, file.metadata)));
    }

    boolean isAccepted() {
        return file != null;
    }

    boolean isOfVersion(int version) {
        return file != null && file.version == version;
    }

    /** Whether the writer of the file's version makes the same file of what has been read. */
    boolean isWrittenAlike() {
        return Arrays.equals(inSameVersion.bytes, bytes);
    }
}
