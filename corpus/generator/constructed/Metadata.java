// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.common.Reflection.call;
import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.staticField;
import static corpus.generator.common.Reflection.type;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The contents of one {@code _metadata} file of version 2 or later, and the ways to make a release write it. */
final class Metadata {
    private static final String CHECKPOINT = "org.apache.flink.runtime.checkpoint.";
    private static final int MAGIC = 0x4960672D;

    long checkpointId = 17;
    final List<Object> masterStates = new ArrayList<>();
    final List<Object> operators = new ArrayList<>();
    /** Null is a value of its own: since version 4 it is written as Java's null object. */
    Object properties = Properties.exist() ? Properties.ordinary() : null;

    Metadata add(Operators.Operator operator) {
        operators.add(operator.make());
        return this;
    }

    Metadata masterState(String name, byte[] bytes, int version) {
        masterStates.add(create(CHECKPOINT + "MasterState", name, bytes, version));
        return this;
    }

    static Metadata of(Operators.Operator... operators) {
        Metadata metadata = new Metadata();
        for (Operators.Operator operator : operators) {
            metadata.add(operator);
        }
        return metadata;
    }

    /**
     * The versions below its own that a release can be made to write, oldest first. 1.14 is left out: its changelog
     * handles, laid out in its own way, were never in a file of version 2.
     */
    static List<Integer> olderVersions() {
        List<Integer> versions = new ArrayList<>();
        if (Release.since(1, 11) && (Release.before(1, 14) || Release.since(1, 15))) {
            for (int version = 2; version < Release.metadataVersion(); version++) {
                versions.add(version);
            }
        }
        return versions;
    }

    /** How a release is made to write this version. */
    static String writer(int version) {
        if (version == Release.metadataVersion()) {
            return "Checkpoints.storeCheckpointMetadata";
        }
        return version == 2
                ? "MetadataV2Serializer.serializeMetadata (not public: no release since 1.11 writes version 2 by itself)"
                : "Checkpoints.storeCheckpointMetadata with MetadataV" + version + "Serializer";
    }

    byte[] write(int version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        Class<?> checkpoints = type(CHECKPOINT + "Checkpoints");
        if (version == Release.metadataVersion()) {
            callStatic(checkpoints, "storeCheckpointMetadata", flinkForm(), out);
        } else if (version == 2) {
            out.writeInt(MAGIC);
            out.writeInt(version);
            call(serializer(version), "serializeMetadata", flinkForm(), out);
        } else {
            callStatic(checkpoints, "storeCheckpointMetadata", flinkForm(), out, serializer(version));
        }
        return bytes.toByteArray();
    }

    private static Object serializer(int version) {
        return staticField(type(CHECKPOINT + "metadata.MetadataV" + version + "Serializer"), "INSTANCE");
    }

    private Object flinkForm() {
        if (Release.before(1, 11)) {
            return create(CHECKPOINT + "savepoint.SavepointV2", checkpointId, operators, masterStates);
        }
        String type = CHECKPOINT + "metadata.CheckpointMetadata";
        return Properties.exist()
                ? create(type, checkpointId, operators, masterStates, properties)
                : create(type, checkpointId, operators, masterStates);
    }
}
