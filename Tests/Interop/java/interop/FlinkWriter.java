// SPDX-License-Identifier: Apache-2.0

package interop;

import static corpus.generator.common.Reflection.call;
import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.hasType;
import static corpus.generator.common.Reflection.staticField;
import static corpus.generator.common.Reflection.type;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The writers of the Flink release on the class path: its own version's, and those of older versions that it keeps. */
final class FlinkWriter {
    private static final String CHECKPOINT = "org.apache.flink.runtime.checkpoint.";
    private static final int MAGIC = 0x4960672D;

    private FlinkWriter() {}

    /** The version that the release writes by itself. */
    static int ownVersion() {
        int version = 2;
        while (hasType(CHECKPOINT + "metadata.MetadataV" + (version + 1) + "Serializer")) {
            version++;
        }
        return version;
    }

    /** Writes what the release has read, with its public writer. */
    static byte[] writeOwnVersion(Object metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        callStatic(
                type(CHECKPOINT + "Checkpoints"), "storeCheckpointMetadata", metadata, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    /** Writes it with the serializer that the release keeps for another version. */
    static byte[] writeVersion(int version, Object metadata) throws IOException {
        if (version == ownVersion()) {
            return writeOwnVersion(metadata);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        if (version >= 3) {
            Object serializer = staticField(type(CHECKPOINT + "metadata.MetadataV" + version + "Serializer"), "INSTANCE");
            callStatic(type(CHECKPOINT + "Checkpoints"), "storeCheckpointMetadata", metadata, out, serializer);
            return bytes.toByteArray();
        }
        // Versions 1 and 2 have no public writer any more; the ones that their readers keep do not write the header.
        out.writeInt(MAGIC);
        out.writeInt(version);
        if (version == 2) {
            Object serializer = staticField(type(CHECKPOINT + "metadata.MetadataV2Serializer"), "INSTANCE");
            call(serializer, "serializeMetadata", metadata, out);
        } else {
            Object serializer = staticField(type(CHECKPOINT + "savepoint.SavepointV1Serializer"), "INSTANCE");
            call(serializer, "serializeOld", metadata, out);
        }
        return bytes.toByteArray();
    }
}
