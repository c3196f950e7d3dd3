// SPDX-License-Identifier: Apache-2.0

package interop;

import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.enumConstant;
import static corpus.generator.common.Reflection.hasType;
import static corpus.generator.common.Reflection.staticField;
import static corpus.generator.common.Reflection.type;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the checkpoint properties that InteropTool has made of nothing with what Java's serialization makes of the
 * objects of Flink's own factories. Both sides must know the same names.
 */
final class CheckProperties {
    private static final String ROW = "ours, checkpoint properties, bytes";
    private static final String CHECKPOINT = "org.apache.flink.runtime.checkpoint.";
    private static final String PROPERTIES = CHECKPOINT + "CheckpointProperties";

    private CheckProperties() {}

    static void run(Path folder, Table table) throws IOException {
        if (!hasType(CHECKPOINT + "SnapshotType")) {
            // Properties are in the file since Flink 1.16.
            return;
        }
        Map<String, Object> flinks = objects();
        Set<String> names = new TreeSet<>(flinks.keySet());
        try (Stream<Path> ours = Files.list(folder.resolve("properties"))) {
            names.addAll(ours.map(file -> file.getFileName().toString()).collect(Collectors.toList()));
        }
        for (String name : names) {
            Path file = folder.resolve("properties").resolve(name);
            if (!flinks.containsKey(name) || !Files.exists(file)) {
                table.different(ROW, name, "only one side has such properties");
                continue;
            }
            byte[] flink = serialized(flinks.get(name));
            byte[] ours = Files.readAllBytes(file);
            if (Arrays.equals(flink, ours)) {
                table.equal(ROW, true);
            } else {
                table.different(ROW, name, Outcome.of(() -> flink).difference(Outcome.of(() -> ours)));
            }
        }
    }

    private static byte[] serialized(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Map<String, Object> objects() {
        Map<String, Object> objects = new LinkedHashMap<>();
        Class<?> factory = type(PROPERTIES);
        for (Object policy : type(CHECKPOINT + "CheckpointRetentionPolicy").getEnumConstants()) {
            objects.put("checkpoint " + policy, callStatic(factory, "forCheckpoint", policy));
        }
        for (Object format : type("org.apache.flink.core.execution.SavepointFormatType").getEnumConstants()) {
            String name = ((Enum<?>) format).name();
            for (boolean forced : new boolean[] {false, true}) {
                String suffix = " " + name + (forced ? " forced" : "");
                objects.put("savepoint" + suffix, callStatic(factory, "forSavepoint", forced, format));
                objects.put(
                        "savepoint TERMINATE" + suffix, callStatic(factory, "forSyncSavepoint", forced, true, format));
                objects.put(
                        "savepoint SUSPEND" + suffix, callStatic(factory, "forSyncSavepoint", forced, false, format));
            }
        }
        objects.put("unclaimed", callStatic(factory, "forUnclaimedSnapshot"));
        objects.put(
                "full checkpoint",
                of(staticField(type(CHECKPOINT + "CheckpointType"), "FULL_CHECKPOINT"), true, false, true));
        for (Object strategy : type(CHECKPOINT + "SnapshotType$SharingFilesStrategy").getEnumConstants()) {
            Object type = create(CHECKPOINT + "CheckpointType", "Pr\u00FCf\u2014\uD83E\uDDEE\u0000", strategy);
            objects.put("any name " + strategy, of(type, false, true, false));
        }
        Object canonical = enumConstant("org.apache.flink.core.execution.SavepointFormatType", "CANONICAL");
        Object savepoint = callStatic(type(CHECKPOINT + "SavepointType"), "savepoint", canonical);
        objects.put("savepoint type", of(savepoint, true, true, true));
        objects.put("null", null);
        return objects;
    }

    /** By the constructor: forced, type, then subsumed, finished, cancelled, failed, suspended, unclaimed. */
    private static Object of(Object type, boolean even, boolean odd, boolean unclaimed) {
        return create(PROPERTIES, even, type, odd, even, odd, even, odd, unclaimed);
    }
}
