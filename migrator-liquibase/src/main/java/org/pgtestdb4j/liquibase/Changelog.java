package org.pgtestdb4j.liquibase;

import java.util.List;
import java.util.stream.Stream;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.IgnoreChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.command.CommandScope;
import liquibase.database.Database;
import liquibase.exception.CommandExecutionException;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ResourceAccessor;

/** A parsed changelog, for one update. Must be used in the scope that it was parsed in. */
final class Changelog {

    /** Parsers are shared by the whole JVM, and not all of their state is safe. */
    private static final Object PARSING = new Object();

    private final LiquibaseSettings.Update update;
    private final DatabaseChangeLog changelog;
    private final RecordingParameters parameters;
    private final Database database;
    private final List<ChangeSetFilter> filters;

    private Changelog(
            LiquibaseSettings.Update update,
            DatabaseChangeLog changelog,
            RecordingParameters parameters,
            Database database) {
        this.update = update;
        this.changelog = changelog;
        this.parameters = parameters;
        this.database = database;
        this.filters = List.of(
                new DbmsChangeSetFilter(database),
                new ContextChangeSetFilter(parameters.getContexts()),
                new LabelChangeSetFilter(parameters.getLabels()),
                new IgnoreChangeSetFilter());
    }

    static Changelog parse(LiquibaseSettings settings, LiquibaseSettings.Update update, Database database)
            throws LiquibaseException {
        ResourceAccessor accessor = Scope.getCurrentScope().getResourceAccessor();
        RecordingParameters parameters = new RecordingParameters(database);
        parameters.setContexts(new Contexts(update.contexts()));
        parameters.setLabels(new LabelExpression(update.labels()));
        settings.parameters().forEach(parameters::set);
        synchronized (PARSING) {
            DatabaseChangeLog changelog = ChangeLogParserFactory.getInstance()
                    .getParser(update.changelog(), accessor)
                    .parse(update.changelog(), parameters, accessor);
            return new Changelog(update, changelog, parameters, database);
        }
    }

    RecordingParameters parameters() {
        return parameters;
    }

    DatabaseChangeLog parsed() {
        return changelog;
    }

    Stream<ChangeSet> changeSets() {
        return changelog.getChangeSets().stream();
    }

    /** Tells whether a change set is for this database, these contexts and these labels. */
    boolean isMeant(ChangeSet changeSet) {
        return filters.stream().allMatch(filter -> filter.accepts(changeSet).isAccepted());
    }

    void apply() throws Exception {
        CommandScope command = new CommandScope("update")
                .addArgumentValue("database", database)
                .addArgumentValue("databaseChangelog", changelog)
                .addArgumentValue("changelogFile", update.changelog())
                .addArgumentValue("contextFilter", update.contexts())
                .addArgumentValue("labelFilter", update.labels())
                .addArgumentValue("changelogParameters", parameters)
                .addArgumentValue("showSummary", UpdateSummaryEnum.OFF)
                .addArgumentValue("showSummaryOutput", UpdateSummaryOutputEnum.LOG);
        try {
            command.execute();
        } catch (CommandExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        }
    }
}
