// SPDX-License-Identifier: Apache-2.0

package corpus.generator.constructed;

import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.enumConstant;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes operator state handles: named states, each with its distribution mode and offsets, over one stream. */
final class OperatorStates {
    private static final String STATE = "org.apache.flink.runtime.state.";

    private OperatorStates() {}

    /** The named states of a handle, written in this order. */
    static final class Names {
        private final Map<String, Object> states = new LinkedHashMap<>();

        Names add(String name, String mode, long... offsets) {
            Object distribution = enumConstant(STATE + "OperatorStateHandle$Mode", mode);
            states.put(name, create(STATE + "OperatorStateHandle$StateMetaInfo", offsets, distribution));
            return this;
        }
    }

    static Names names() {
        return new Names();
    }

    static Names someNames() {
        return names().add("topic-partition-offset-states", "UNION", 4, 90).add("_default_", "SPLIT_DISTRIBUTE", 200);
    }

    static Object over(Object stream, Names names) {
        return create(STATE + "OperatorStreamStateHandle", names.states, stream);
    }

    static boolean canBeMergedFiles() {
        return Release.since(1, 20);
    }

    static Object mergedFiles(String taskOwned, String shared, Names names, Object stream) {
        return fileMerging("FileMergingOperatorStreamStateHandle", taskOwned, shared, names, stream);
    }

    static Object emptyMergedFiles(String taskOwned, String shared, Names names, Object stream) {
        return fileMerging("EmptyFileMergingOperatorStreamStateHandle", taskOwned, shared, names, stream);
    }

    private static Object fileMerging(String type, String taskOwned, String shared, Names names, Object stream) {
        return create(STATE + "filemerging." + type, directory(taskOwned), directory(shared), names.states, stream);
    }

    private static Object directory(String path) {
        return create(STATE + "filemerging.DirectoryStreamStateHandle", Streams.path(path));
    }
}
