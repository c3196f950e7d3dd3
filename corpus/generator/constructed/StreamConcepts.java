// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.constructed.Operators.managedKeyed;
import static corpus.generator.constructed.Operators.managedOperator;
import static corpus.generator.constructed.Operators.operator;
import static corpus.generator.constructed.Operators.rawKeyed;
import static corpus.generator.constructed.Operators.rawOperator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every kind of stream handle in every place where a stream handle is allowed. */
final class StreamConcepts {
    private StreamConcepts() {}

    static void addTo(Concepts concepts) {
        concepts.from(StreamConcepts.class);
        concepts.addInEveryVersion(
                "streams-under-operator-state",
                "Every kind of stream handle as the delegate of managed and of raw operator state.",
                StreamConcepts::underOperatorState);
        concepts.addInEveryVersion(
                "streams-under-key-groups",
                "Every kind of stream handle under a key groups handle, as managed and as raw keyed state.",
                StreamConcepts::underKeyGroups);
        concepts.addInEveryVersion(
                "streams-in-incremental",
                "Every kind of stream handle as meta state, shared state and private state of incremental handles.",
                StreamConcepts::inIncremental);
        if (Keyed.canBeSavepointKeyGroups()) {
            concepts.addInEveryVersion(
                    "streams-under-savepoint-key-groups",
                    "Every kind of stream handle under a savepoint key groups handle, as managed and as raw keyed state.",
                    StreamConcepts::underSavepointKeyGroups);
        }
        if (Changelog.exists()) {
            concepts.addInEveryVersion(
                    "streams-in-changelog-files",
                    "Every kind of stream handle among the files of a changelog.",
                    StreamConcepts::inChangelogFiles);
        }
        if (Changelog.exists()) {
            concepts.add(
                    "streams-null",
                    "No stream handle, wherever the release's classes allow that.",
                    StreamConcepts::nulls);
        }
        if (Channels.exist()) {
            concepts.add(
                    "streams-under-channel-state",
                    "Every kind of stream handle as the delegate of input channel and result subpartition state.",
                    StreamConcepts::underChannelState);
        }
        if (Channels.canBeMerged()) {
            concepts.add(
                    "streams-under-merged-channel-state",
                    "Every kind of stream handle as the delegate of merged channel state.",
                    StreamConcepts::underMergedChannelState);
        }
        if (Streams.canBeKeyGroups()) {
            concepts.add(
                    "streams-nested-key-groups",
                    "Key groups handles as stream handles, nested two and thirty deep.",
                    StreamConcepts::nestedKeyGroups);
        }
    }

    private static Metadata underOperatorState() {
        Operators.Operator managed = operator(1);
        Operators.Operator raw = operator(2);
        int index = 0;
        for (Object stream : Streams.ofEveryKind()) {
            managed.subtask(index, managedOperator(OperatorStates.over(stream, OperatorStates.someNames())));
            raw.subtask(index++, rawOperator(OperatorStates.over(stream, OperatorStates.someNames())));
        }
        return Metadata.of(managed, raw);
    }

    private static Metadata underKeyGroups() {
        Operators.Operator managed = operator(1);
        Operators.Operator raw = operator(2);
        int index = 0;
        for (Object stream : Streams.ofEveryKind()) {
            managed.subtask(
                    index, managedKeyed(Keyed.keyGroups(index * 3, Keyed.offsets(3), stream, "key-groups-" + index)));
            raw.subtask(
                    index, rawKeyed(Keyed.keyGroups(index * 3, Keyed.offsets(3), stream, "raw-key-groups-" + index)));
            index++;
        }
        return Metadata.of(managed, raw);
    }

    private static Metadata underSavepointKeyGroups() {
        Operators.Operator managed = operator(1);
        Operators.Operator raw = operator(2);
        int index = 0;
        for (Object stream : Streams.ofEveryKind()) {
            managed.subtask(index, managedKeyed(Keyed.savepointKeyGroups(index * 3, Keyed.offsets(3), stream)));
            raw.subtask(index, rawKeyed(Keyed.savepointKeyGroups(index * 3, Keyed.offsets(3), stream)));
            index++;
        }
        return Metadata.of(managed, raw);
    }

    private static Metadata inIncremental() {
        Operators.Operator operator = operator(1);
        int index = 0;
        for (Object stream : Streams.ofEveryKind()) {
            Keyed.Incremental incremental = new Keyed.Incremental();
            incremental.metaState = stream;
            incremental.sharedState.add("000009.sst", stream);
            incremental.privateState.add("MANIFEST-000004", stream);
            operator.subtask(index++, managedKeyed(incremental.make()));
        }
        Keyed.Incremental together = new Keyed.Incremental();
        int file = 0;
        for (Object stream : Streams.ofEveryKind()) {
            together.sharedState.add("shared-" + file, stream);
            together.privateState.add("private-" + file++, stream);
        }
        return Metadata.of(operator.subtask(index, rawKeyed(together.make())));
    }

    private static Metadata inChangelogFiles() {
        Changelog.Files files = new Changelog.Files();
        long offset = 0;
        for (Object stream : Streams.ofEveryKind()) {
            files.add(offset, stream);
            offset += 1_000;
        }
        return Metadata.of(operator(1, managedKeyed(new Changelog.Backend().nonMaterialized(files.make()).make())));
    }

    private static Metadata underChannelState() {
        List<Object> input = new ArrayList<>();
        List<Object> result = new ArrayList<>();
        for (Object stream : Streams.ofEveryKind()) {
            input.add(Channels.input(0, 0, input.size(), 64, stream, 4, 36));
            result.add(Channels.result(0, 0, result.size(), 32, stream, 68));
        }
        return Metadata.of(operator(1, Operators.channels(input, result)));
    }

    private static Metadata underMergedChannelState() {
        List<Object> input = new ArrayList<>();
        List<Object> result = new ArrayList<>();
        for (Object stream : Streams.ofEveryKind()) {
            input.add(
                    Channels.mergedInput(
                            Arrays.asList(Channels.input(0, 0, 1, 64, stream, 4), Channels.input(0, 0, 2, 32, stream, 36))));
            result.add(Channels.mergedResult(Arrays.asList(Channels.result(0, 0, 3, 16, stream, 68))));
        }
        return Metadata.of(operator(1, Operators.channels(input, result)));
    }

    private static Metadata nestedKeyGroups() {
        return Metadata.of(
                operator(
                        1,
                        managedKeyed(Keyed.keyGroups(0, Keyed.offsets(2), nested(2), "around-two")),
                        managedKeyed(Keyed.keyGroups(0, Keyed.offsets(2), nested(30), "around-thirty")),
                        managedOperator(OperatorStates.over(nested(3), OperatorStates.someNames()))));
    }

    private static Object nested(int depth) {
        Object stream = Streams.bytes("innermost", 12);
        for (int i = 0; i < depth; i++) {
            stream = Keyed.keyGroups(i, Keyed.offsets(1 + i % 3), stream, "unwritten");
        }
        return stream;
    }

    /** Everywhere else the constructors refuse null, and so does reading, which goes through them. */
    private static Metadata nulls() {
        Changelog.Files files = new Changelog.Files().add(1, null).add(2, Streams.bytes("second", 6)).add(3, null);
        Operators.Operator operator = operator(
                1, managedKeyed(new Changelog.Backend().nonMaterialized(files.make()).make()));
        if (Release.since(1, 19)) {
            Keyed.Incremental incremental = new Keyed.Incremental();
            incremental.metaState = null;
            operator.subtask(1, managedKeyed(incremental.make()));
        }
        if (Channels.canBeMerged()) {
            byte[] noChannels = new byte[4];
            operator.subtask(
                    2,
                    Operators.channels(
                            Arrays.asList(Channels.mergedInput(2, null, 0, noChannels)), Arrays.asList(
                                    Channels.mergedResult(2, null, 0, noChannels))));
        }
        return Metadata.of(operator);
    }
}
