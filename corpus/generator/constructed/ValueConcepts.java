// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.constructed.OperatorStates.names;
import static corpus.generator.constructed.OperatorStates.over;
import static corpus.generator.constructed.OperatorStates.someNames;
import static corpus.generator.constructed.Operators.managedKeyed;
import static corpus.generator.constructed.Operators.managedOperator;
import static corpus.generator.constructed.Operators.operator;

import java.util.Arrays;
import java.util.Collections;

/** Strings and numbers at the limits of the format. */
final class ValueConcepts {
    /** The longest that modified UTF-8 with a 16-bit length allows is 65,535 bytes. */
    private static final String LONGEST_ASCII = "0123456789abcde".repeat(4_369);
    private static final String LONGEST_ENDING_IN_THREE_BYTES = LONGEST_ASCII.substring(0, 65_532) + "\u20ac";
    private static final String LONGEST_OF_THREE_BYTES = "\u6c47".repeat(21_845);
    /** Two bytes for U+0000 and for Latin, three for other scripts, six for a surrogate pair; lone surrogates. */
    private static final String UNUSUAL =
            "nul[\u0000] latin[\u00e9\u07ff] cjk[\u0800\u6c47\uffff] pair[\ud83d\udc3f] "
                    + "high[\ud800] low[\udfff] swapped[\udc00\ud800] del[\u007f]";

    private ValueConcepts() {}

    static void addTo(Concepts concepts) {
        concepts.from(ValueConcepts.class);
        concepts.add(
                "strings-longest",
                "Strings of 65,535 bytes: of ASCII, ending in a three-byte character, and of three-byte characters only.",
                ValueConcepts::longestStrings);
        concepts.add(
                "strings-unusual",
                "U+0000, characters of two, three and six bytes, and lone surrogates in every text field.",
                ValueConcepts::unusualStrings);
        concepts.add(
                "strings-in-paths",
                "Blanks, percent signs and characters outside of ASCII in file paths of several schemes.",
                ValueConcepts::paths);
        concepts.add("strings-empty", "Empty strings wherever the writer takes them.", ValueConcepts::emptyStrings);
        concepts.add(
                "numbers-extreme",
                "The least and the greatest number in every field that takes them.",
                ValueConcepts::extremeNumbers);
        concepts.add(
                "checkpoint-id-greatest",
                "The greatest checkpoint identifier.",
                () -> withCheckpointId(Long.MAX_VALUE));
        concepts.add(
                "checkpoint-id-negative",
                "A negative checkpoint identifier, which Flink writes but refuses to read.",
                () -> withCheckpointId(-1));
        concepts.add("checkpoint-id-zero", "Checkpoint identifier zero.", () -> withCheckpointId(0));
        concepts.add(
                "payload-large",
                "Inline state of 300,000 bytes.",
                () -> Metadata.of(operator(1, managedOperator(over(Streams.bytes("large", 300_000), someNames())))));
    }

    private static Metadata withCheckpointId(long checkpointId) {
        Metadata metadata = new Metadata();
        metadata.checkpointId = checkpointId;
        return metadata;
    }

    private static Metadata longestStrings() {
        Keyed.Incremental incremental = new Keyed.Incremental();
        incremental.sharedState.add(LONGEST_ENDING_IN_THREE_BYTES, Streams.bytes(LONGEST_OF_THREE_BYTES, 1));
        incremental.identifier = LONGEST_ASCII;
        return new Metadata()
                .masterState(LONGEST_ASCII, new byte[0], 1)
                .add(
                        operator(
                                1,
                                managedOperator(
                                        over(
                                                Streams.bytes(LONGEST_ENDING_IN_THREE_BYTES, 3),
                                                names().add(LONGEST_OF_THREE_BYTES, "UNION", 1))),
                                managedOperator(over(Streams.file("/" + LONGEST_ASCII.substring(1), 3), someNames())),
                                managedKeyed(incremental.make())));
    }

    private static Metadata unusualStrings() {
        return withText(UNUSUAL, "/dir/" + UNUSUAL);
    }

    private static Metadata emptyStrings() {
        return withText("", "/");
    }

    /** A file in which every text that is not a path is this text, and every path is this path. */
    private static Metadata withText(String text, String path) {
        Keyed.Incremental incremental = new Keyed.Incremental();
        incremental.metaState = Streams.bytes(text, 4);
        incremental.sharedState.add(text, Streams.file(path, 1));
        incremental.identifier = text;
        Metadata metadata = new Metadata().masterState(text, Streams.payload(4), 1);
        Operators.Operator operator =
                operator(
                        1,
                        managedOperator(over(Streams.bytes(text, 4), names().add(text, "UNION", 1))),
                        managedOperator(over(Streams.file(path, 4), someNames())),
                        managedKeyed(incremental.make()),
                        managedKeyed(Keyed.keyGroups(0, Keyed.offsets(1), Streams.bytes(text, 0), text)));
        if (Streams.canBeRelative() && !text.isEmpty()) {
            operator.subtask(4, managedOperator(over(Streams.relative(text, 4), someNames())));
        }
        if (Changelog.exists()) {
            Changelog.Files files = new Changelog.Files();
            files.storageIdentifier = text;
            files.identifier = text;
            Changelog.Backend backend = new Changelog.Backend().nonMaterialized(files.make());
            backend.identifier = text;
            backend.nonMaterialized(Changelog.inMemory(0, 1, 0, 1, Collections.emptyList(), text));
            operator.subtask(5, managedKeyed(backend.make()));
        }
        if (OperatorStates.canBeMergedFiles()) {
            Object segment = Streams.segment(path, 0, 4, "SHARED", text);
            operator.subtask(
                    6, managedOperator(OperatorStates.mergedFiles(path, path, names().add(text, "UNION"), segment)));
        }
        if (Operators.haveCoordinators()) {
            operator.coordinator(Streams.bytes(text, 2));
        }
        if (Operators.haveNames() && !text.isEmpty()) {
            operator.named(text, text);
        }
        return metadata.add(operator);
    }

    private static Metadata paths() {
        String[] paths = {
            "file:///checkpoints/blank in name",
            "file:/checkpoints/100%25",
            "hdfs://namenode:8020/\u6c47\u603b/\u00e9",
            "s3://bucket/a+b=c&d/e;f",
            "oss://bucket/query?not=a-query",
            "relative/not/absolute",
            "/without/scheme",
            "s3p://bucket/#fragment",
            "viewfs://cluster/a/../b/./c",
        };
        Operators.Operator operator = operator(1);
        for (int i = 0; i < paths.length; i++) {
            operator.subtask(i, managedOperator(over(Streams.file(paths[i], i), someNames())));
        }
        return Metadata.of(operator);
    }

    /** Flink refuses, also on reading, a file handle whose size is below -1; no other length or offset has a bound. */
    private static Metadata extremeNumbers() {
        long[] extremes = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
        Keyed.Incremental incremental = new Keyed.Incremental();
        incremental.checkpointId = Long.MIN_VALUE;
        incremental.checkpointedSize = Long.MAX_VALUE;
        incremental.startKeyGroup = Integer.MAX_VALUE;
        incremental.numberOfKeyGroups = 1;
        incremental.sharedState.add("least", Streams.file("/least", -1)).add(
                "greatest", Streams.file("/greatest", Long.MAX_VALUE));
        Operators.Operator operator =
                operator(
                        1,
                        managedOperator(over(Streams.file("/unknown", -1), names().add("extremes", "UNION", extremes))),
                        managedKeyed(
                                Keyed.keyGroups(
                                        Integer.MAX_VALUE - 4, extremes, Streams.file("/least", -1), "extremes")),
                        managedKeyed(incremental.make()));
        if (Channels.exist()) {
            Object stream = Streams.bytes("channels", 1);
            operator.subtask(
                    3,
                    Operators.channels(
                            Arrays.asList(
                                    Channels.input(
                                            Integer.MIN_VALUE,
                                            Integer.MIN_VALUE,
                                            Integer.MAX_VALUE,
                                            Long.MAX_VALUE,
                                            stream,
                                            extremes)),
                            Arrays.asList(
                                    Channels.result(
                                            Integer.MAX_VALUE,
                                            Integer.MAX_VALUE,
                                            Integer.MIN_VALUE,
                                            Long.MIN_VALUE,
                                            stream,
                                            extremes))));
        }
        if (Changelog.exists()) {
            Changelog.Files files = new Changelog.Files().add(Long.MIN_VALUE, stream()).add(Long.MAX_VALUE, stream());
            files.size = Long.MIN_VALUE;
            files.checkpointedSize = Long.MAX_VALUE;
            Changelog.Backend backend = new Changelog.Backend().nonMaterialized(files.make());
            backend.checkpointId = Long.MAX_VALUE;
            backend.materializationId = Long.MIN_VALUE;
            backend.checkpointedSize = -1;
            operator.subtask(4, managedKeyed(backend.make()));
        }
        if (Streams.canBeSegments()) {
            Object segment = Streams.segment("/segment", Long.MIN_VALUE, Long.MAX_VALUE, "SHARED", "extreme");
            operator.subtask(5, managedOperator(over(segment, someNames())));
        }
        return Metadata.of(operator);
    }

    private static Object stream() {
        return Streams.bytes("stream", 1);
    }
}
