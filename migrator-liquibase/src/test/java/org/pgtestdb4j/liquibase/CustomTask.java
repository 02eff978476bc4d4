package org.pgtestdb4j.liquibase;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import liquibase.change.custom.CustomTaskChange;
import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.CustomChangeException;
import liquibase.exception.ValidationErrors;
import liquibase.resource.ResourceAccessor;

/** A custom change that does what a test has put under its name. */
public final class CustomTask implements CustomTaskChange {

    /** Work of a custom change. */
    @FunctionalInterface
    interface Work {
        void run(JdbcConnection connection, ResourceAccessor accessor) throws Exception;
    }

    static final Map<String, Work> WORK = new ConcurrentHashMap<>();

    private String name;
    private ResourceAccessor accessor;

    public void setName(String name) {
        this.name = name;
    }

    /** Returns a change set with this change, in XML. */
    static String changeSet(String name) {
        return """
                <changeSet id="%s" author="us">
                  <customChange class="%s"><param name="name" value="%1$s"/></customChange>
                </changeSet>
                """.formatted(name, CustomTask.class.getName());
    }

    @Override
    public void execute(Database database) throws CustomChangeException {
        try {
            WORK.get(name).run((JdbcConnection) database.getConnection(), accessor);
        } catch (Exception e) {
            throw new CustomChangeException(e);
        }
    }

    @Override
    public void setFileOpener(ResourceAccessor resourceAccessor) {
        accessor = resourceAccessor;
    }

    @Override
    public ValidationErrors validate(Database database) {
        return new ValidationErrors();
    }

    @Override
    public void setUp() {}

    @Override
    public String getConfirmationMessage() {
        return name;
    }
}
