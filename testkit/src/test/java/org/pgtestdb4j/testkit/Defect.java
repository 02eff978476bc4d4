package org.pgtestdb4j.testkit;

/** What can be wrong with a migrator, and the test of the contract that must see it. */
enum Defect {
    HASH_IS_BLANK("hashIsNotBlank"),
    HASH_DIFFERS_EACH_TIME("hashStaysTheSame"),
    HASH_NEEDS_THE_DATABASE("hashIsTheSameBeforeAndAfterMigratingAndWithoutTheDatabase"),
    HASH_COUNTS_THE_DIRECTORY("hashDoesNotDependOnTheDirectory"),
    HASH_COUNTS_FILE_TIMES("hashDoesNotDependOnFileTimes"),
    HASH_COUNTS_THE_JVM("hashIsTheSameInAnotherJvmAndWorkingDirectory"),
    HASH_COUNTS_THE_WORKING_DIRECTORY("hashIsTheSameInAnotherJvmAndWorkingDirectory"),
    HASH_IGNORES_THE_VERSION("hashChangesWithTheVersionOfTheTool"),
    HASH_COUNTS_THE_JAR("hashIsTheSameInAJarAndInADirectory"),
    HASH_IGNORES_OPTIONS("hashChangesWithEveryOption"),
    HASH_DIFFERS_EACH_TIME_WITH_OPTIONS("hashChangesWithEveryOption"),
    HASH_IGNORES_LINE_BREAKS("hashChangesWithOneLineBreakInAnyFile"),
    HASH_IGNORES_BYTE_ORDER_MARKS("hashCountsBytesNotCharacters"),
    HASH_IGNORES_CARRIAGE_RETURNS("hashCountsBytesNotCharacters"),
    HASH_IGNORES_BLANKS_AT_THE_END("hashCountsBytesNotCharacters"),
    HASH_IGNORES_ALL_BUT_THE_FIRST_FILE("hashChangesWhenAFileIsAdded"),
    HASH_IGNORES_NAMES("hashChangesWhenAFileIsRenamed"),
    HASH_IGNORES_THE_ORDER("hashChangesWhenTwoFilesChangePlaces"),
    EQUALS_ONLY_ITSELF("migratorsOfTheSameFilesAreEqual"),
    MIGRATES_NOTHING("migratesAnEmptyDatabaseAsItsOwner"),
    NEEDS_A_SUPERUSER("migratesAnEmptyDatabaseAsItsOwner"),
    BUILDS_SOMETHING_MORE("buildsWhatTheToolAloneBuilds"),
    LOSES_A_ROW("buildsWhatTheToolAloneBuilds"),
    MIGRATES_THE_FIRST_FILE_ONLY("migratesWhatWasAdded"),
    MIGRATES_ONLY_ONCE("oneMigratorFillsManyDatabases"),
    CANNOT_BE_SHARED("eightMigrationsAtOnceSucceed"),
    FAILURE_HIDES_THE_FILE("failureNamesTheFile"),
    FAILURE_HIDES_THE_LINE("failureNamesTheLine"),
    FAILURE_IS_SWALLOWED("failureNamesTheFile"),
    FAILURE_BECOMES_A_TEMPLATE("failureLeavesNoTemplate"),
    TRIES_FOR_EVER("returnsWithinASecondAfterItsSessionsWereEnded"),
    HIDES_THAT_ITS_SESSION_WAS_ENDED("returnsWithinASecondAfterItsSessionsWereEnded"),
    LEAVES_A_SESSION("leavesNoSession"),
    FAILURE_LEAVES_A_SESSION("failureLeavesNoSession"),
    LEAVES_A_THREAD("leavesNoThread"),
    LEAVES_A_FILE("leavesNoFile"),
    PRINTS("printsNothing"),
    PRINTS_ERRORS("printsNothing");

    private final String seenBy;

    Defect(String seenBy) {
        this.seenBy = seenBy;
    }

    String seenBy() {
        return seenBy;
    }
}
