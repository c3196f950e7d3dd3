// SPDX-License-Identifier: Apache-2.0

package interop;

import static corpus.generator.common.Reflection.call;
import static corpus.generator.common.Reflection.callStatic;
import static corpus.generator.common.Reflection.create;
import static corpus.generator.common.Reflection.type;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Builds a job of one source for each uid, and compares the identifiers that Flink's own StreamGraphHasherV2 gives these
 * sources with those that InteropTool has computed.
 */
final class CheckUids {
    private static final String ROW = "ours, operator id of a uid";
    private static final String STREAMING = "org.apache.flink.streaming.api.";

    private CheckUids() {}

    /** Lines of the file {@code uids}: the identifier and, in hexadecimal digits, the UTF-8 bytes of the uid. */
    static void run(Path folder, Table table) throws IOException {
        Map<String, String> ours = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("uids"), StandardCharsets.US_ASCII)) {
            String[] parts = line.split("\t", -1);
            ours.put(new String(HexFormat.of().parseHex(parts[1]), StandardCharsets.UTF_8), parts[0]);
        }
        Object graph = graphOf(ours.keySet());
        Map<?, ?> hashes = (Map<?, ?>)
                call(create(STREAMING + "graph.StreamGraphHasherV2"), "traverseStreamGraphAndGenerateHashes", graph);
        Map<String, String> flinks = new HashMap<>();
        hashes.forEach((node, hash) -> {
            Object uid = call(call(graph, "getStreamNode", node), "getTransformationUID");
            if (uid != null) {
                Object id = create("org.apache.flink.runtime.jobgraph.OperatorID", hash);
                flinks.put((String) uid, id.toString());
            }
        });
        if (!flinks.keySet().equals(ours.keySet())) {
            throw new IOException("the job has " + flinks.size() + " uids of " + ours.size());
        }
        ours.forEach((uid, id) -> {
            if (flinks.get(uid).equals(id)) {
                table.equal(ROW, true);
            } else {
                table.different(ROW, "uid of " + uid.length() + " chars " + uid, flinks.get(uid) + " / " + id);
            }
        });
    }

    private static Object graphOf(Iterable<String> uids) {
        Class<?> environments = type(STREAMING + "environment.StreamExecutionEnvironment");
        Object environment = callStatic(environments, "getExecutionEnvironment");
        for (String uid : uids) {
            Object source = call(environment, sourceMethod(environments), 0L, 1L);
            call(call(source, "uid", uid), "print");
        }
        return call(environment, "getStreamGraph");
    }

    /** {@code fromSequence} has come with 1.11, when {@code generateSequence} was deprecated. */
    private static String sourceMethod(Class<?> environments) {
        for (Method method : environments.getMethods()) {
            if (method.getName().equals("fromSequence")) {
                return "fromSequence";
            }
        }
        return "generateSequence";
    }
}
