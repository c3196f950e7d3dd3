// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A program whose checkpoints go into the corpus. */
interface Job {

    String name();

    void define(StreamExecutionEnvironment environment) throws Exception;
}
