package flinkmetadata.corpus;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A program whose checkpoints are wanted. */
interface Job {

    String name();

    void define(StreamExecutionEnvironment environment) throws Exception;
}
