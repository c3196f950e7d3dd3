// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.enumConstant;
import static corpus.generator.common.Reflection.staticField;
import static corpus.generator.common.Reflection.type;

/** Makes CheckpointProperties, which are part of the file since 1.16 (version 4). */
final class Properties {
    private static final String CHECKPOINT = "org.apache.flink.runtime.checkpoint.";
    private static final String PROPERTIES = CHECKPOINT + "CheckpointProperties";

    private Properties() {}

    static boolean exist() {
        return Release.since(1, 16);
    }

    static Object ordinary() {
        return checkpoint("RETAIN_ON_CANCELLATION");
    }

    /** The properties that Flink makes for a checkpoint under this CheckpointRetentionPolicy. */
    static Object checkpoint(String retentionPolicy) {
        Object policy = enumConstant(CHECKPOINT + "CheckpointRetentionPolicy", retentionPolicy);
        return callStatic(type(PROPERTIES), "forCheckpoint", policy);
    }

    static Object savepoint(boolean forced, String format) {
        return callStatic(type(PROPERTIES), "forSavepoint", forced, format(format));
    }

    static Object synchronousSavepoint(boolean forced, boolean terminate, String format) {
        return callStatic(type(PROPERTIES), "forSyncSavepoint", forced, terminate, format(format));
    }

    static Object unclaimed() {
        return callStatic(type(PROPERTIES), "forUnclaimedSnapshot");
    }

    static Object fullCheckpoint() {
        return staticField(type(CHECKPOINT + "CheckpointType"), "FULL_CHECKPOINT");
    }

    static Object checkpointType(String name, String sharingFilesStrategy) {
        return create(
                CHECKPOINT + "CheckpointType",
                name,
                enumConstant(CHECKPOINT + "SnapshotType$SharingFilesStrategy", sharingFilesStrategy));
    }

    /** By the public constructor: whether forced, then whether to discard it on each event, then whether unclaimed. */
    static Object of(
            Object checkpointType,
            boolean forced,
            boolean subsumed,
            boolean finished,
            boolean cancelled,
            boolean failed,
            boolean suspended,
            boolean unclaimed) {
        return create(PROPERTIES, forced, checkpointType, subsumed, finished, cancelled, failed, suspended, unclaimed);
    }

    private static Object format(String format) {
        return enumConstant("org.apache.flink.core.execution.SavepointFormatType", format);
    }
}
