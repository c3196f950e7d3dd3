// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One metadata file to make: the job, its settings, the actions on it, and the handles that the file must have. */
final class Scenario {

    /** The action on a running job that makes the metadata file. */
    interface Procedure {
        Path metadata(Run run) throws Exception;
    }

    final String name;
    private final Map<Option, String> options = new EnumMap<>(Option.class);
    private final List<String> required = new ArrayList<>();
    private Supplier<Job> job = StatefulJob::endless;
    private Procedure procedure = run -> run.checkpoint(3);
    private String since = "1.9";
    private String before = "99.0";
    private String description;
    private boolean wantsDanglingHandles;

    Scenario(String name) {
        this.name = name;
    }

    Scenario since(String version) {
        since = version;
        return this;
    }

    Scenario before(String version) {
        before = version;
        return this;
    }

    /** Sets an option; {@code {base}} in the value means the directory of the run. */
    Scenario with(Option option, String value) {
        options.put(option, value);
        return this;
    }

    Scenario job(Supplier<Job> job) {
        this.job = job;
        return this;
    }

    Scenario by(Procedure procedure) {
        this.procedure = procedure;
        return this;
    }

    /** Requires an object whose class has a simple name that matches {@code regularExpression}. */
    Scenario containing(String regularExpression) {
        required.add(regularExpression);
        return this;
    }

    /** Removes a requirement. */
    Scenario withoutNeedOf(String regularExpression) {
        required.remove(regularExpression);
        return this;
    }

    /** Requires relative handles that name missing files. No job can be restored from such metadata. */
    Scenario containingDanglingHandles() {
        wantsDanglingHandles = true;
        return this;
    }

    /** One sentence; {@code {dangling}} means the number of relative handles that name missing files. */
    Scenario describedAs(String description) {
        this.description = description;
        return this;
    }

    boolean wantsDanglingHandles() {
        return wantsDanglingHandles;
    }

    boolean existsInThisRelease() {
        return Release.isAtLeast(since) && !Release.isAtLeast(before);
    }

    Job job() {
        return job.get();
    }

    Settings settings(Path base) {
        Settings settings = Settings.under(base);
        options.forEach((option, value) -> settings.set(option, value.replace("{base}", base.toString())));
        return settings;
    }

    Path produce(Run run) throws Exception {
        return procedure.metadata(run);
    }

    boolean isSatisfiedBy(Census census) {
        return required.stream().allMatch(expression -> census.count(expression) > 0)
                && (!wantsDanglingHandles || census.danglingRelativeHandles() > 0);
    }

    String description(Census census) {
        return description.replace("{dangling}", Integer.toString(census.danglingRelativeHandles()));
    }
}
