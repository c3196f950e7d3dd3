// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.lang.reflect.Method;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The parts of the DataStream API that are not the same in all releases, reached by reflection. */
final class Environments {

    static final long CHECKPOINT_INTERVAL_MILLIS = 250;

    private Environments() {}

    static StreamExecutionEnvironment create(Configuration configuration) throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        if (Release.isAtLeast("1.10")) {
            for (Method method : StreamExecutionEnvironment.class.getMethods()) {
                if (method.getName().equals("configure") && method.getParameterCount() == 2) {
                    method.invoke(environment, configuration, Environments.class.getClassLoader());
                }
            }
        } else {
            environment.enableCheckpointing(CHECKPOINT_INTERVAL_MILLIS);
            retainCheckpoints(environment.getCheckpointConfig());
        }
        return environment;
    }

    /** Before 1.10, only a program could set retention. */
    private static void retainCheckpoints(Object checkpointConfig) throws Exception {
        for (Method method : checkpointConfig.getClass().getMethods()) {
            if (method.getName().equals("enableExternalizedCheckpoints")) {
                Class<?> cleanup = method.getParameterTypes()[0];
                method.invoke(checkpointConfig, constant(cleanup, "RETAIN_ON_CANCELLATION"));
            }
        }
    }

    /** The constant {@code name} of an enum that is known only at run time. */
    static Object constant(Class<?> enumeration, String name) {
        for (Object constant : enumeration.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(enumeration + " has no " + name);
    }

    /** {@code getIndexOfThisSubtask} moved to {@code TaskInfo} in 1.19 and left the context in 2.0. */
    static int subtaskIndex(RuntimeContext context) {
        try {
            Object info = context;
            if (Release.isAtLeast("2.0")) {
                info = RuntimeContext.class.getMethod("getTaskInfo").invoke(context);
            }
            Class<?> type =
                    info == context ? RuntimeContext.class : Class.forName("org.apache.flink.api.common.TaskInfo");
            return (int) type.getMethod("getIndexOfThisSubtask").invoke(info);
        } catch (ReflectiveOperationException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
