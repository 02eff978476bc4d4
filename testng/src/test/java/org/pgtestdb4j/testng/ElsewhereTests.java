package org.pgtestdb4j.testng;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.pgtestdb4j.ConfigurationException;
import org.pgtestdb4j.TestDatabase;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.AfterSuite;
import org.testng.annotations.AfterTest;
import org.testng.annotations.BeforeGroups;
import org.testng.annotations.BeforeSuite;
import org.testng.annotations.BeforeTest;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

@PgTest(migrator = NotesMigrator.class)
public class ElsewhereTests {

    @BeforeSuite
    public void beforeSuite() {
        refused("suite");
    }

    @BeforeTest
    public void beforeTest() {
        refused("test");
    }

    @BeforeGroups("group")
    public void beforeGroup() {
        refused("group");
    }

    @Test(groups = "group")
    public void asks() {
        TestDatabase.current();
    }

    @AfterMethod
    public void after() {}

    @DataProvider
    public Object[][] rows() {
        refused("provider");
        return new Object[][] {{1}};
    }

    @Test(dataProvider = "rows", dependsOnMethods = "asks")
    public void provided(int row) {
        Seen.see("test");
    }

    @Test(dependsOnMethods = "provided")
    public void last() {}

    @AfterTest
    public void afterTest() {
        refused("afterTest");
    }

    @AfterSuite
    public void afterSuite() {
        refused("afterSuite");
    }

    private static void refused(String where) {
        assertThatThrownBy(TestDatabase::current)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("No test with databases runs on the thread");
        Seen.see(where);
    }
}
