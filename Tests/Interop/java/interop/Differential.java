// SPDX-License-Identifier: Apache-2.0

package interop;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Answers what the Flink release on the class path makes of inputs, for as long as InteropTool asks.
 *
 * <p>Standard input holds batches: an {@code i32}, the number of questions, and then the questions, each of a {@code u8}
 * that tells its kind ({@link FlinkAnswer}), an {@code i32} length and that many bytes. Standard output gets for each
 * question, in the same order, a {@code u8}, 0 if Flink accepts and 1 if it refuses, an {@code i32} length, and a text in
 * ASCII: what Flink has understood, or how it refuses.
 */
public final class Differential {
    /** InteropTool may be so many batches ahead, so that neither side waits for the other. */
    private static final int MOST_WAITING = 4;
    private static final List<byte[]> END = List.of();

    private Differential() {}

    public static void main(String[] arguments) throws Exception {
        // The answers; whatever else is printed must not come between.
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        System.setOut(System.err);
        BlockingQueue<List<byte[]>> batches = new ArrayBlockingQueue<>(MOST_WAITING);
        Thread reading = new Thread(() -> read(batches), "questions");
        reading.setDaemon(true);
        reading.start();
        FlinkAnswer flink = new FlinkAnswer();
        for (List<byte[]> batch = batches.take(); batch != END; batch = batches.take()) {
            for (byte[] question : batch) {
                flink.answer(question, answers);
            }
            answers.flush();
        }
    }

    /** Each question with its kind as the first byte. */
    private static void read(BlockingQueue<List<byte[]>> batches) {
        try (DataInputStream questions = new DataInputStream(new BufferedInputStream(System.in, 1 << 16))) {
            while (true) {
                int count;
                try {
                    count = questions.readInt();
                } catch (EOFException end) {
                    batches.put(END);
                    return;
                }
                List<byte[]> batch = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    byte kind = questions.readByte();
                    byte[] question = new byte[1 + questions.readInt()];
                    question[0] = kind;
                    questions.readFully(question, 1, question.length - 1);
                    batch.add(question);
                }
                batches.put(batch);
            }
        } catch (IOException | InterruptedException e) {
            e.printStackTrace();
            System.exit(70);
        }
    }
}
