package org.pgtestdb4j.sqldir.mybatis;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.pgtestdb4j.ConfigurationException;

/** Whether MyBatis Migrations can be used, and which. Can be loaded without it. */
final class MyBatisOnClassPath {

    private static final String PROPERTIES = "/META-INF/maven/org.mybatis/mybatis-migrations/pom.properties";

    private MyBatisOnClassPath() {}

    static void require() {
        try {
            Class.forName(
                    "org.apache.ibatis.migration.operations.UpOperation",
                    false,
                    MyBatisOnClassPath.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ConfigurationException(
                    "MyBatis Migrations is not on the class path. Add the dependency org.mybatis:mybatis-migrations.",
                    e);
        }
    }

    /** Returns the version, or a text that says that it is not known. */
    static String version() {
        try (InputStream in = MyBatisOnClassPath.class.getResourceAsStream(PROPERTIES)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
