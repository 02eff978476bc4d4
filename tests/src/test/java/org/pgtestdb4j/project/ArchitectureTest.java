package org.pgtestdb4j.project;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableFrom;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pgtestdb4j.PgTestDb;
import org.pgtestdb4j.jooq.codegen.TemplateUrl;
import org.pgtestdb4j.testkit.MigratorContract;

/** The directions between our jars, and what none of them may use. A class belongs to the module whose jar or folder it was read from. */
class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.pgtestdb4j");

    private static final Pattern JAR = Pattern.compile("/pgtestdb4j-([a-z0-9-]+?)-[0-9][^/]*\\.jar!/");
    private static final Pattern FOLDER = Pattern.compile("/([^/]+)/target/classes/");

    @Test
    void everyModuleWithSourcesIsExamined() {
        assertThat(OURS.stream().map(ArchitectureTest::moduleOf).collect(toSet()))
                .as("modules on the class path; a new one must become a dependency of this module")
                .containsExactlyInAnyOrderElementsOf(ProjectTree.publishedModules())
                .contains("core");
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleSeesItselfAndCoreAlone(String module) {
        noClasses()
                .that(areIn(module))
                .should()
                .dependOnClassesThat(areOurs().and(not(areIn(module))).and(not(areIn("core"))))
                .check(OURS);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theInternalsOfAModuleAreItsOwn(String module) {
        noClasses()
                .that(not(areIn(module)))
                .should()
                .dependOnClassesThat(areIn(module).and(resideInAPackage("org.pgtestdb4j..internal..")))
                .allowEmptyShould(true) // as long as there is one module only
                .check(OURS);
    }

    @Test
    void coreDependsOnTheJdkTheDriverSlf4jAndJspecifyAlone() {
        classes()
                .that(areIn("core"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "javax..", "org.postgresql..", "org.slf4j..", "org.jspecify..", "org.pgtestdb4j.."))
                .check(OURS);
    }

    @Test
    void packagesBelowInternalAreFreeOfCycles() {
        slices().matching("org.pgtestdb4j.internal.(*)..")
                .should()
                .beFreeOfCycles()
                .check(OURS);
    }

    /** What adapters and servers are made of stands below the engine, not on it. */
    @Test
    void theSpiDoesNotKnowTheInternals() {
        noClasses()
                .that(resideInAPackage("org.pgtestdb4j.spi.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.pgtestdb4j.internal.."))
                .check(OURS);
    }

    @Test
    void packagesOutsideCoreAreFreeOfCycles() {
        slices().matching("org.pgtestdb4j.(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true) // as long as there is core only
                .check(OURS.that(not(areIn("core"))));
    }

    @Test
    void onlyPgTestDbAndBindingsReachTheEngine() {
        DescribedPredicate<JavaClass> engine = resideInAPackage("org.pgtestdb4j.internal.engine..");
        noClasses()
                .that(not(engine.or(belongToAnyOf(PgTestDb.class)).or(resideInAPackage("org.pgtestdb4j.binding.."))))
                .should()
                .dependOnClassesThat(engine)
                .check(OURS);

        Set<JavaClass> behindPgTestDb = OURS.get(PgTestDb.class).getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .filter(resideInAPackage("org.pgtestdb4j.internal.."))
                .collect(toSet());
        assertThat(behindPgTestDb)
                .as("what PgTestDb stands on; if it is not the engine, the rule above looks at the wrong package")
                .satisfiesAnyOf(
                        targets -> assertThat(targets).isEmpty(),
                        targets -> assertThat(targets).anyMatch(engine));
    }

    /** But for the contract and what it extends, which listens to them, and a program that is there to print: a migrator prints nothing. */
    @Test
    void nobodyWritesToTheStandardStreams() {
        noClasses()
                .that(not(belongTo(assignableFrom(MigratorContract.class))))
                .and(not(belongTo(assignableTo(TemplateUrl.class))))
                .should(ACCESS_STANDARD_STREAMS)
                .check(OURS);
    }

    /** Only calls count: a {@code DataSource} has to name JUL's logger in a signature. */
    @Test
    void nobodyUsesJavaUtilLogging() {
        noClasses()
                .should()
                .accessClassesThat(resideInAPackage("java.util.logging.."))
                .check(OURS);
    }

    @Test
    void nobodyUsesTheDriverManager() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(DriverManager.class)
                .check(OURS);
    }

    @Test
    void nobodyUsesTheCommonPool() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(CompletableFuture.class, ForkJoinPool.class)
                .check(OURS);
    }

    @Test
    void nobodyWorksInParallelBehindTheScenes() {
        DescribedPredicate<JavaClass> streams = assignableTo(Collection.class)
                .or(assignableTo(BaseStream.class))
                .or(assignableTo(Arrays.class));
        noClasses()
                .should()
                .callMethodWhere(target(nameStartingWith("parallel")).and(target(owner(streams))))
                .check(OURS);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages())
                .isNotEmpty()
                .allSatisfy(pack -> assertThat(pack.isAnnotatedWith(NullMarked.class))
                        .as("%s has a package-info.java with @NullMarked", pack.getName())
                        .isTrue());
    }

    @Test
    void noPackageIsInTwoModules() {
        Map<String, Set<String>> modules = OURS.stream()
                .collect(groupingBy(JavaClass::getPackageName, mapping(ArchitectureTest::moduleOf, toSet())));
        assertThat(modules)
                .isNotEmpty()
                .allSatisfy((pack, in) -> assertThat(in)
                        .as("modules that have classes in %s", pack)
                        .hasSize(1));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aJarNamesItsModule(String module) throws IOException {
        URL location = sourceOf(OURS.that(areIn(module)).iterator().next()).toURL();
        assumeTrue(location.getProtocol().equals("jar"), "there are jars from the package phase on only");

        String name = ((JarURLConnection) location.openConnection())
                .getManifest()
                .getMainAttributes()
                .getValue("Automatic-Module-Name");

        assertThat(name).isEqualTo(module.equals("core") ? "org.pgtestdb4j.core" : rootPackage(module));
    }

    static List<String> modules() {
        return ProjectTree.publishedModules();
    }

    private static Set<JavaPackage> packages() {
        return OURS.stream().map(JavaClass::getPackage).collect(toSet());
    }

    private static String rootPackage(String module) {
        return OURS.that(areIn(module)).stream()
                .map(JavaClass::getPackageName)
                .min(comparingInt(String::length))
                .orElseThrow();
    }

    private static DescribedPredicate<JavaClass> areIn(String module) {
        return areOurs()
                .and(describe("", type -> moduleOf(type).equals(module)))
                .as("are in module %s", module);
    }

    private static DescribedPredicate<JavaClass> areOurs() {
        return resideInAPackage("org.pgtestdb4j..")
                .and(not(describe("arrays", JavaClass::isArray)))
                .as("are ours");
    }

    private static String moduleOf(JavaClass type) {
        String source = sourceOf(type).toString();
        return Stream.of(JAR, FOLDER)
                .map(pattern -> pattern.matcher(source))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Neither in a jar nor in a folder of ours: " + source));
    }

    private static URI sourceOf(JavaClass type) {
        return type.getSource().orElseThrow().getUri();
    }
}
