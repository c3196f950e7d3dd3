// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs scenarios one after another and puts each metadata file, with an entry on its origin, into a staging directory. */
public final class Generate {

    private static final long TIME_LIMIT_SECONDS = 60;

    /** Fixed, because the absolute paths in the files are under it. */
    private static final Path BASE = Paths.get("/tmp/flink-metadata-corpus", Release.VERSION);

    private Generate() {}

    public static void main(String[] arguments) throws Exception {
        Path staging = Paths.get(arguments[0]);
        List<String> names = Arrays.asList(arguments).subList(1, arguments.length);
        names.forEach(Scenarios::named);
        int failures = 0;
        for (Scenario scenario : Scenarios.ofThisRelease()) {
            if ((names.isEmpty() || names.contains(scenario.name)) && !produceInTime(scenario, staging)) {
                failures++;
            }
        }
        if (failures == 0) {
            Directories.delete(BASE);
        }
        // Flink leaves non-daemon threads running.
        System.exit(failures == 0 ? 0 : 1);
    }

    private static boolean produceInTime(Scenario scenario, Path staging) {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<?> result = executor.submit(() -> {
            produce(scenario, staging);
            return null;
        });
        try {
            result.get(TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException exception) {
            System.err.println(scenario.name + ": FAILED: not done after " + TIME_LIMIT_SECONDS + " seconds");
        } catch (Exception exception) {
            System.err.println(scenario.name + ": FAILED: " + LocalCluster.rootCause(exception));
        } finally {
            executor.shutdownNow();
        }
        return false;
    }

    private static void produce(Scenario scenario, Path staging) throws Exception {
        Path base = BASE.resolve(scenario.name);
        Directories.delete(base);
        Job job = scenario.job();
        try (Run run = new Run(scenario, job, base)) {
            Path metadata = scenario.produce(run);
            byte[] bytes = Files.readAllBytes(metadata);
            Census census = Census.of(metadata);
            if (!scenario.isSatisfiedBy(census)) {
                throw new IllegalStateException("does not contain what it is for: " + census);
            }
            Path target = Files.createDirectories(staging.resolve(scenario.name));
            Files.write(target.resolve("_metadata"), bytes);
            Files.write(target.resolve("entry.json"), entry(scenario, job, base, census));
            System.err.println(scenario.name + ": " + bytes.length + " bytes: " + census);
        }
        Directories.delete(base);
    }

    private static byte[] entry(Scenario scenario, Job job, Path base, Census census) throws IOException {
        StringBuilder json = new StringBuilder("{\n");
        json.append("  \"name\": ").append(quoted(scenario.name)).append(",\n");
        json.append("  \"job\": ").append(quoted(job.name())).append(",\n");
        json.append("  \"settings\": {");
        String separator = "\n";
        for (Map.Entry<String, String> setting : scenario.settings(base).values().entrySet()) {
            json.append(separator).append("    ").append(quoted(setting.getKey()));
            json.append(": ").append(quoted(setting.getValue()));
            separator = ",\n";
        }
        json.append("\n  },\n");
        json.append("  \"description\": ").append(quoted(scenario.description(census))).append("\n}\n");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** As a JSON string; our texts have no control characters. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
