// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;

/** The configuration of one run, under the names that this release has for the options. */
final class Settings {

    private final Map<String, String> values = new TreeMap<>();

    /**
     * The settings of every run: its directories under {@code base}, frequent checkpoints that
     * survive the job, and no restart that would hide a failure.
     */
    static Settings under(Path base) {
        Settings settings = new Settings();
        settings.set(Option.CHECKPOINT_DIRECTORY, "file://" + base.resolve("checkpoints"));
        settings.set(Option.RETAINED_CHECKPOINTS, "100");
        settings.set(Option.RESTART_STRATEGY, "none");
        if (Release.isAtLeast("1.10")) {
            settings.set(Option.CHECKPOINT_INTERVAL, Environments.CHECKPOINT_INTERVAL_MILLIS + "ms");
            settings.set(Option.RETENTION, "RETAIN_ON_CANCELLATION");
        }
        return settings;
    }

    void set(Option option, String value) {
        values.put(option.key(), value);
    }

    Map<String, String> values() {
        return values;
    }

    Configuration configuration() {
        Configuration configuration = new Configuration();
        values.forEach(configuration::setString);
        return configuration;
    }
}
