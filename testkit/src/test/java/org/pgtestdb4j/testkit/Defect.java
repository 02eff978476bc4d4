package org.pgtestdb4j.testkit;

/** What can be wrong with a migrator, and the test of the contract that must see it. */
enum Defect {
    HASH_IS_BLANK("hashIsNotBlank"),
    HASH_DIFFERS_EACH_TIME("hashStaysTheSame"),
    HASH_NEEDS_THE_DATABASE("hashIsTheSameBeforeAndAfterMigratingAndWithoutTheDatabase"),
    HASH_COUNTS_THE_DIRECTORY("hashDoesNotDependOnTheDirectory"),
    HASH_COUNTS_FILE_TIMES("hashDoesNotDependOnFileTimes"),
    HASH_IGNORES_LINE_BREAKS("hashChangesWithOneLineBreakInAnyFile"),
    HASH_IGNORES_ALL_BUT_THE_FIRST_FILE("hashChangesWhenAFileIsAdded"),
    HASH_IGNORES_NAMES("hashChangesWhenAFileIsRenamed"),
    EQUALS_ONLY_ITSELF("migratorsOfTheSameFilesAreEqual"),
    MIGRATES_NOTHING("migratesAnEmptyDatabaseAsItsOwner"),
    NEEDS_A_SUPERUSER("migratesAnEmptyDatabaseAsItsOwner"),
    MIGRATES_THE_FIRST_FILE_ONLY("migratesWhatWasAdded"),
    MIGRATES_ONLY_ONCE("oneMigratorFillsManyDatabases"),
    CANNOT_BE_SHARED("eightMigrationsAtOnceSucceed"),
    FAILURE_HIDES_THE_FILE("failureNamesTheFile"),
    FAILURE_IS_SWALLOWED("failureNamesTheFile"),
    LEAVES_A_SESSION("leavesNoSession"),
    FAILURE_LEAVES_A_SESSION("failureLeavesNoSession"),
    LEAVES_A_THREAD("leavesNoThread"),
    PRINTS("printsNothing");

    private final String seenBy;

    Defect(String seenBy) {
        this.seenBy = seenBy;
    }

    String seenBy() {
        return seenBy;
    }
}
