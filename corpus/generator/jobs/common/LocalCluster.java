// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A Flink cluster in this JVM. */
final class LocalCluster implements AutoCloseable {

    private final MiniCluster cluster;
    private final Configuration configuration;

    LocalCluster(Settings settings, Path temporaryDirectory) throws Exception {
        configuration = settings.configuration();
        Configuration ofCluster = new Configuration(configuration);
        ofCluster.setString("rest.port", "0");
        ofCluster.setString("rest.bind-port", "0");
        ofCluster.setString("io.tmp.dirs", temporaryDirectory.toString());
        cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(ofCluster)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(4)
                .build());
        cluster.start();
    }

    JobID submit(Job job, SavepointRestoreSettings restore) throws Exception {
        StreamExecutionEnvironment environment = Environments.create(configuration);
        job.define(environment);
        StreamGraph streamGraph = environment.getStreamGraph();
        streamGraph.setJobName(job.name());
        JobGraph jobGraph = streamGraph.getJobGraph();
        jobGraph.setSavepointRestoreSettings(restore);
        if (!Release.isAtLeast("1.10")) {
            // The task manager registers later than the job starts.
            JobGraph.class.getMethod("setAllowQueuedScheduling", boolean.class).invoke(jobGraph, true);
        }
        cluster.submitJob(jobGraph).get();
        return jobGraph.getJobID();
    }

    /** Where to restore from; {@code claimMode} is null for the release's default. */
    static SavepointRestoreSettings restoreFrom(String path, boolean allowNonRestored, String claimMode)
            throws Exception {
        if (claimMode == null) {
            return SavepointRestoreSettings.forPath(path, allowNonRestored);
        }
        for (Method method : SavepointRestoreSettings.class.getMethods()) {
            if (method.getName().equals("forPath") && method.getParameterCount() == 3) {
                Object mode = Environments.constant(method.getParameterTypes()[2], claimMode);
                return (SavepointRestoreSettings) method.invoke(null, path, allowNonRestored, mode);
            }
        }
        throw new IllegalArgumentException("Flink " + Release.VERSION + " has no claim modes");
    }

    /** Takes a savepoint and returns its directory. {@code format} is null before 1.15. */
    String savepoint(JobID job, Path directory, String format) throws Exception {
        return savepoint("triggerSavepoint", job, directory, false, format);
    }

    /** Stops the job with a savepoint, after draining its pipeline if {@code drain}. */
    String stopWithSavepoint(JobID job, Path directory, boolean drain, String format) throws Exception {
        return savepoint("stopWithSavepoint", job, directory, drain, format);
    }

    private String savepoint(String name, JobID job, Path directory, boolean flag, String format) throws Exception {
        for (Method method : MiniCluster.class.getMethods()) {
            if (!method.getName().equals(name)) {
                continue;
            }
            Class<?>[] types = method.getParameterTypes();
            String target = directory.toUri().toString();
            Object future = types.length == 3
                    ? method.invoke(cluster, job, target, flag)
                    : method.invoke(cluster, job, target, flag, Environments.constant(types[3], format));
            return (String) ((Future<?>) future).get();
        }
        throw new NoSuchMethodException(name);
    }

    /** Takes a checkpoint of a type ("FULL", "INCREMENTAL"), since 1.19, and returns its number. */
    long checkpoint(JobID job, String type) throws Exception {
        for (Method method : MiniCluster.class.getMethods()) {
            if (method.getName().equals("triggerCheckpoint") && method.getParameterCount() == 2) {
                Object constant = Environments.constant(method.getParameterTypes()[1], type);
                return (Long) ((Future<?>) method.invoke(cluster, job, constant)).get();
            }
        }
        throw new NoSuchMethodException("triggerCheckpoint");
    }

    /** Throws the cause if the job has failed. */
    void requireNotFailed(JobID job) throws Exception {
        if (cluster.getJobStatus(job).get().toString().equals("FAILED")) {
            JobResult result = cluster.requestJobResult(job).get();
            throw new IllegalStateException(
                    "the job failed",
                    result.getSerializedThrowable().get().deserializeError(LocalCluster.class.getClassLoader()));
        }
    }

    void cancel(JobID job) throws Exception {
        try {
            cluster.cancelJob(job).get();
        } catch (ExecutionException alreadyFinished) {
            return;
        }
        while (!cluster.getJobStatus(job).get().isGloballyTerminalState()) {
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }

    static Throwable rootCause(Throwable throwable) {
        Throwable cause = throwable;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof InvocationTargetException
                ? ((InvocationTargetException) cause).getTargetException()
                : cause;
    }
}
