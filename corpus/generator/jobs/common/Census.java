// SPDX-License-Identifier: Apache-2.0

package flinkmetadata.corpus;

import java.io.DataInputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.runtime.checkpoint.Checkpoints;

/** Counts the objects of each of Flink's classes that Flink's own reader finds in a metadata file. */
final class Census {

    private final Map<String, Integer> objects = new TreeMap<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int danglingRelativeHandles;

    static Census of(Path metadata) throws Exception {
        Census census = new Census();
        census.visit(read(metadata));
        return census;
    }

    /** The number of objects whose class has a simple name that matches {@code regularExpression}. */
    int count(String regularExpression) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().matches(regularExpression))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** The number of relative handles that name a missing file. */
    int danglingRelativeHandles() {
        return danglingRelativeHandles;
    }

    private static Object read(Path metadata) throws Exception {
        for (Method method : Checkpoints.class.getMethods()) {
            if (!method.getName().equals("loadCheckpointMetadata")) {
                continue;
            }
            ClassLoader classLoader = Census.class.getClassLoader();
            try (DataInputStream in = new DataInputStream(Files.newInputStream(metadata))) {
                return method.getParameterCount() == 2
                        ? method.invoke(null, in, classLoader)
                        : method.invoke(null, in, classLoader, metadata.getParent().toUri().toString());
            }
        }
        throw new NoSuchMethodException("loadCheckpointMetadata");
    }

    private void visit(Object object) throws Exception {
        if (object == null || object instanceof Enum) {
            return;
        }
        if (object instanceof Map) {
            visitAll(((Map<?, ?>) object).values());
        } else if (object instanceof Collection) {
            visitAll((Collection<?>) object);
        } else if (object.getClass().getName().startsWith("org.apache.flink.") && seen.add(object)) {
            objects.merge(object.getClass().getSimpleName(), 1, Integer::sum);
            if (object.getClass().getSimpleName().equals("RelativeFileStateHandle")) {
                checkTarget(object);
            }
            visitFields(object);
        }
    }

    private void visitAll(Collection<?> elements) throws Exception {
        for (Object element : elements) {
            visit(element);
        }
    }

    private void visitFields(Object object) throws Exception {
        for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
            if (!type.getName().startsWith("org.apache.flink.")) {
                return;
            }
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    visit(field.get(object));
                }
            }
        }
    }

    private void checkTarget(Object relativeHandle) throws Exception {
        Object path = relativeHandle.getClass().getMethod("getFilePath").invoke(relativeHandle);
        URI target = (URI) path.getClass().getMethod("toUri").invoke(path);
        if (!Files.exists(Paths.get(target.getPath()))) {
            danglingRelativeHandles++;
        }
    }

    @Override
    public String toString() {
        return objects + (danglingRelativeHandles > 0 ? " dangling=" + danglingRelativeHandles : "");
    }
}
