// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.io.Serializable;

/** Which numbers a source emits, how fast, and what it does afterwards. */
final class NumberPlan implements Serializable {

    private static final long serialVersionUID = 1L;

    enum Afterwards {
        /** The source stays idle, so that the job's state does not change any more. */
        IDLE,
        FINISH,
        /** The first subtask finishes and the others stay. */
        FINISH_FIRST_SUBTASK
    }

    /** Position of the first number of each subtask, unless it is restored further on. */
    final long first;
    /** Position after the last number of each subtask. */
    final long end;
    /** Numbers that are emitted without a pause. */
    final int batch;
    final Afterwards afterwards;

    static final long PAUSE_MILLIS = 20;

    private NumberPlan(long first, long end, int batch, Afterwards afterwards) {
        this.first = first;
        this.end = end;
        this.batch = batch;
        this.afterwards = afterwards;
    }

    static NumberPlan endless() {
        return new NumberPlan(0, Long.MAX_VALUE, 10, Afterwards.IDLE);
    }

    static NumberPlan endlessWithoutPause() {
        return new NumberPlan(0, Long.MAX_VALUE, Integer.MAX_VALUE, Afterwards.IDLE);
    }

    static NumberPlan range(long first, long end, Afterwards afterwards) {
        return new NumberPlan(first, end, 10, afterwards);
    }

    boolean finishes(int subtask) {
        switch (afterwards) {
            case FINISH:
                return true;
            case FINISH_FIRST_SUBTASK:
                return subtask == 0;
            default:
                return false;
        }
    }

    /** The number at a position, such that all subtasks together emit every number once. */
    static long number(long position, int subtask, int parallelism) {
        return position * parallelism + subtask;
    }
}
