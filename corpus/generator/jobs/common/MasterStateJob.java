// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.runtime.checkpoint.MasterTriggerRestoreHook;
import org.apache.flink.streaming.api.checkpoint.WithMasterCheckpointHook;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job with two functions that each have a hook at the checkpoint coordinator, with state of its own. */
final class MasterStateJob implements Job {

    @Override
    public String name() {
        return "master state";
    }

    @Override
    public void define(StreamExecutionEnvironment environment) {
        environment.setMaxParallelism(8);
        Numbers.stream(environment, "numbers", "numbers", 1, NumberPlan.endless())
                .map(new Hooked("first hook"))
                .returns(Types.LONG)
                .name("first")
                .uid("first")
                .setParallelism(1)
                .map(new Hooked("zweiter Haken ⚓"))
                .returns(Types.LONG)
                .name("second")
                .uid("second")
                .setParallelism(1);
    }

    private static final class Hooked implements MapFunction<Long, Long>, WithMasterCheckpointHook<String> {
        private static final long serialVersionUID = 1L;

        private final String identifier;

        Hooked(String identifier) {
            this.identifier = identifier;
        }

        @Override
        public Long map(Long number) {
            return number;
        }

        @Override
        public MasterTriggerRestoreHook<String> createMasterTriggerRestoreHook() {
            return new Hook(identifier);
        }
    }

    private static final class Hook implements MasterTriggerRestoreHook<String> {

        private final String identifier;

        Hook(String identifier) {
            this.identifier = identifier;
        }

        @Override
        public String getIdentifier() {
            return identifier;
        }

        @Override
        public CompletableFuture<String> triggerCheckpoint(long checkpointId, long timestamp, Executor executor) {
            return CompletableFuture.completedFuture("state at checkpoint " + checkpointId);
        }

        @Override
        public void restoreCheckpoint(long checkpointId, String state) {}

        @Override
        public SimpleVersionedSerializer<String> createCheckpointDataSerializer() {
            return new TextSerializer();
        }
    }

    private static final class TextSerializer implements SimpleVersionedSerializer<String> {
        @Override
        public int getVersion() {
            return 77;
        }

        @Override
        public byte[] serialize(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String deserialize(int version, byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
