// SPDX-License-Identifier: Apache-2.0

package corpus.generator.common;

import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds Flink's classes, methods and fields by name at run time, so that one compiled program serves every release:
 * constructors and getters differ from release to release, names hardly do.
 */
public final class Reflection {
    private Reflection() {}

    public static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this release has no class " + name, e);
        }
    }

    public static boolean hasType(String name) {
        try {
            Class.forName(name, false, Reflection.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    public static boolean has(Object target, String method) {
        return find(target.getClass(), method, new Object[0], false) != null;
    }

    /** Calls an instance method that takes these arguments, whatever its visibility. */
    public static Object call(Object target, String method, Object... arguments) {
        Method found = find(target.getClass(), method, arguments, false);
        if (found == null) {
            throw new IllegalStateException(target.getClass() + " has no method " + method + "/" + arguments.length);
        }
        return invoke(found, target, arguments);
    }

    public static Object callStatic(Class<?> type, String method, Object... arguments) {
        Method found = find(type, method, arguments, true);
        if (found == null) {
            throw new IllegalStateException(type + " has no static method " + method + "/" + arguments.length);
        }
        return invoke(found, null, arguments);
    }

    public static Object field(Object target, String name) {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
                    return read(field, target);
                }
            }
        }
        throw new IllegalStateException(target.getClass() + " has no field " + name);
    }

    public static Object staticField(Class<?> type, String name) {
        try {
            return read(type.getDeclaredField(name), null);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(type + " has no field " + name, e);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    public static Object enumConstant(String type, String name) {
        return Enum.valueOf((Class) type(type), name);
    }

    /** Makes an instance with the one constructor that accepts these arguments. */
    public static Object create(String typeName, Object... arguments) {
        for (Constructor<?> constructor : type(typeName).getDeclaredConstructors()) {
            if (accepts(constructor.getParameterTypes(), arguments)) {
                try {
                    open(constructor);
                    return constructor.newInstance(arguments);
                } catch (InvocationTargetException e) {
                    throw rethrow(e.getCause());
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(constructor.toString(), e);
                }
            }
        }
        throw new IllegalStateException(typeName + " has no constructor for these " + arguments.length + " arguments");
    }

    /** The getters of a class that were looked up, including those that it does not have. */
    private static final ClassValue<Map<String, Optional<Method>>> GETTERS = new ClassValue<>() {
        @Override
        protected Map<String, Optional<Method>> computeValue(Class<?> type) {
            return new ConcurrentHashMap<>();
        }
    };

    private static Method find(Class<?> type, String name, Object[] arguments, boolean isStatic) {
        if (arguments.length > 0 || isStatic) {
            return search(type, name, arguments, isStatic);
        }
        Map<String, Optional<Method>> getters = GETTERS.get(type);
        Optional<Method> found = getters.get(name);
        if (found == null) {
            found = Optional.ofNullable(search(type, name, arguments, false));
            getters.put(name, found);
        }
        return found.orElse(null);
    }

    private static Method search(Class<?> type, String name, Object[] arguments, boolean isStatic) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (Method method : declaring.getDeclaredMethods()) {
                if (matches(method, name, arguments, isStatic)) {
                    return method;
                }
            }
        }
        for (Method method : type.getMethods()) {
            if (matches(method, name, arguments, isStatic)) {
                return method;
            }
        }
        return null;
    }

    private static boolean matches(Method method, String name, Object[] arguments, boolean isStatic) {
        return method.getName().equals(name)
                && accepts(method.getParameterTypes(), arguments)
                && Modifier.isStatic(method.getModifiers()) == isStatic
                && !Modifier.isAbstract(method.getModifiers())
                && !method.isBridge();
    }

    private static boolean accepts(Class<?>[] parameters, Object[] arguments) {
        if (parameters.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < parameters.length; i++) {
            if (arguments[i] == null ? parameters[i].isPrimitive() : !boxed(parameters[i]).isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private static Class<?> boxed(Class<?> type) {
        if (!type.isPrimitive()) {
            return type;
        }
        return MethodType.methodType(type).wrap().returnType();
    }

    private static Object invoke(Method method, Object target, Object[] arguments) {
        try {
            open(method);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw rethrow(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method.toString(), e);
        }
    }

    private static Object read(Field field, Object target) {
        try {
            open(field);
            return field.get(target);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.toString(), e);
        }
    }

    /** The JDK does not allow this for its own classes, and their public members do not need it. */
    private static void open(AccessibleObject member) {
        member.trySetAccessible();
    }

    /** Callers need Flink's own exception, not the one that wraps it. */
    private static <E extends Throwable> RuntimeException rethrow(Throwable cause) throws E {
        @SuppressWarnings("unchecked")
        E unchecked = (E) cause;
        throw unchecked;
    }
}
