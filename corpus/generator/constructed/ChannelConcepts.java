// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.constructed.Operators.channels;
import static corpus.generator.constructed.Operators.operator;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Channel state: without a subtask index in 1.11, with one since 1.12, with a type and merged forms since 2.1. */
final class ChannelConcepts {
    private ChannelConcepts() {}

    static void addTo(Concepts concepts) {
        if (!Channels.exist()) {
            return;
        }
        concepts.from(ChannelConcepts.class);
        concepts.addInVersionsSince(
                3,
                "channel-state",
                "Input channel and result subpartition state, each alone and both in one subtask.",
                ChannelConcepts::unmerged);
        concepts.add(
                "channel-state-many",
                "800 input channels and 600 result subpartitions over one stream handle each, with no to many offsets.",
                ChannelConcepts::many);
        if (Channels.canBeMerged()) {
            concepts.add(
                    "channel-state-merged",
                    "Merged input channel and merged result subpartition state of one, two and three channels.",
                    ChannelConcepts::merged);
            concepts.add(
                    "channel-state-merged-many",
                    "Merged channel state of 800 input channels and 600 result subpartitions.",
                    ChannelConcepts::mergedMany);
            concepts.add(
                    "channel-state-merged-beside-unmerged",
                    "Merged and unmerged channel state in one subtask, several of each.",
                    ChannelConcepts::mixed);
            concepts.add(
                    "channel-state-merged-of-none",
                    "Merged channel state that holds no channel, made from its bytes.",
                    ChannelConcepts::mergedOfNone);
        }
    }

    private static Metadata unmerged() {
        Object input = Channels.input(0, 0, 1, 96, Streams.bytes("in", 96), 8, 40);
        Object result = Channels.result(1, 0, 1, 64, Streams.file("hdfs:/chk-9/out", 1_024), 8);
        return Metadata.of(
                operator(
                        1,
                        channels(Arrays.asList(input), Collections.emptyList()),
                        channels(Collections.emptyList(), Arrays.asList(result)),
                        channels(
                                Arrays.asList(input, Channels.input(2, 1, 0, 0, Streams.bytes("none", 0))),
                                Arrays.asList(result))));
    }

    private static List<Object> inputs(int count, Object stream) {
        List<Object> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add(Channels.input(0, i / 100, i % 100, 32 * (i % 5), stream, Keyed.offsets(i % 5)));
        }
        return inputs;
    }

    private static List<Object> results(int count, Object stream) {
        List<Object> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            results.add(Channels.result(0, i / 50, i % 50, 16 * (i % 7), stream, Keyed.offsets(i % 7)));
        }
        return results;
    }

    private static Metadata many() {
        return Metadata.of(
                operator(
                        1,
                        channels(
                                inputs(800, Streams.file("hdfs:/chk-9/in", 65_536)),
                                results(600, Streams.file("hdfs:/chk-9/out", 65_536)))));
    }

    private static Metadata merged() {
        Operators.Operator operator = operator(1);
        for (int count = 1; count <= 3; count++) {
            Object input = Channels.mergedInput(inputs(count + 1, Streams.bytes("merged-in-" + count, 200)));
            Object result = Channels.mergedResult(results(count, Streams.file("hdfs:/chk-9/merged-out", 300)));
            operator.subtask(count - 1, channels(Arrays.asList(input), Arrays.asList(result)));
        }
        return Metadata.of(operator);
    }

    private static Metadata mergedMany() {
        Object input = Channels.mergedInput(inputs(800, Streams.file("hdfs:/chk-9/in", 65_536)));
        Object result = Channels.mergedResult(results(600, Streams.file("hdfs:/chk-9/out", 65_536)));
        return Metadata.of(operator(1, channels(Arrays.asList(input), Arrays.asList(result))));
    }

    private static Metadata mixed() {
        Object stream = Streams.file("hdfs:/chk-9/mixed", 4_096);
        List<Object> input = new ArrayList<>(inputs(2, stream));
        input.add(Channels.mergedInput(inputs(4, stream)));
        input.addAll(inputs(1, stream));
        input.add(Channels.mergedInput(inputs(2, stream)));
        List<Object> result = new ArrayList<>();
        result.add(Channels.mergedResult(results(3, stream)));
        result.addAll(results(2, stream));
        result.add(Channels.mergedResult(results(1, stream)));
        return Metadata.of(operator(1, channels(input, result)));
    }

    private static Metadata mergedOfNone() {
        byte[] none = ByteBuffer.allocate(4).putInt(0).array();
        return Metadata.of(
                operator(
                        1,
                        channels(
                                Arrays.asList(Channels.mergedInput(0, Streams.bytes("none", 0), 0, none)),
                                Arrays.asList(Channels.mergedResult(0, Streams.bytes("none", 0), 0, none)))));
    }
}
