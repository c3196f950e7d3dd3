// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.type;

import java.util.ArrayList;
import java.util.List;

/** Makes channel state handles: the data in flight when an unaligned checkpoint was taken (1.11 and later). */
final class Channels {
    private static final String STATE = "org.apache.flink.runtime.state.";
    private static final String CHANNEL = "org.apache.flink.runtime.checkpoint.channel.";

    private Channels() {}

    static boolean exist() {
        return Release.since(1, 11);
    }

    static Object input(int subtask, int gate, int channel, long size, Object stream, long... offsets) {
        return handle(
                "InputChannelStateHandle",
                subtask,
                create(CHANNEL + "InputChannelInfo", gate, channel),
                size,
                stream,
                offsets);
    }

    static Object result(int subtask, int partition, int subpartition, long size, Object stream, long... offsets) {
        Object info = create(CHANNEL + "ResultSubpartitionInfo", partition, subpartition);
        return handle("ResultSubpartitionStateHandle", subtask, info, size, stream, offsets);
    }

    private static Object handle(String type, int subtask, Object info, long size, Object stream, long[] offsets) {
        List<Long> list = new ArrayList<>();
        for (long offset : offsets) {
            list.add(offset);
        }
        return Release.before(1, 12)
                ? create(STATE + type, info, stream, list, size)
                : create(STATE + type, subtask, info, stream, list, size);
    }

    static boolean canBeMerged() {
        return Release.since(2, 1);
    }

    /** All of them must be of one subtask and over the same stream handle object. */
    static Object mergedInput(List<Object> handles) {
        return callStatic(type(STATE + "MergedInputChannelStateHandle"), "fromChannelHandles", handles);
    }

    static Object mergedResult(List<Object> handles) {
        return callStatic(type(STATE + "MergedResultSubpartitionStateHandle"), "fromChannelHandles", handles);
    }

    /** From the bytes themselves, as Flink's reader makes the handle. */
    static Object mergedInput(int subtask, Object stream, long size, byte[] serializedChannelOffsets) {
        return create(STATE + "MergedInputChannelStateHandle", subtask, stream, size, serializedChannelOffsets);
    }

    static Object mergedResult(int subtask, Object stream, long size, byte[] serializedChannelOffsets) {
        return create(STATE + "MergedResultSubpartitionStateHandle", subtask, stream, size, serializedChannelOffsets);
    }
}
