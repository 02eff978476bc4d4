package org.pgtestdb4j.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pgtestdb4j.fixture.Await;
import org.pgtestdb4j.fixture.CapturedErr;
import org.pgtestdb4j.fixture.TestServer;
import org.pgtestdb4j.internal.jdbc.Connector;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.spi.PostgresServer;

class OwnerIT {

    private static final TestServer SERVER = TestServer.shared();

    private final Owner.Id id = Owner.Id.random();
    private Admin admin;
    private Owner owner;

    /** Their sweeps would tidy up after owners who are taken for dead here. */
    @BeforeAll
    static void awaitOthers() throws Exception {
        SERVER.awaitEngines();
    }

    @BeforeEach
    void register() {
        admin = Admin.connect(new Connector(
                PostgresServer.builder()
                        .host("127.0.0.1")
                        .port(SERVER.port())
                        .user("postgres")
                        .password(SERVER.password())
                        .build(),
                id.label()));
        owner = Owner.register(id, admin, Registry.open(admin));
    }

    @AfterEach
    void close() {
        owner.close();
        admin.close();
    }

    @AfterAll
    static void nothingIsLeft() throws Exception {
        SERVER.sweep();
        SERVER.assertNothingIsLeft();
    }

    private static List<String> state(Owner.Id owner) throws Exception {
        return SERVER.registry("SELECT state FROM registry.owner WHERE id = ?", owner.value());
    }

    /** Somebody else could take the lock as soon as this is true. */
    private static boolean isLockFree(Owner.Id owner) throws Exception {
        return SERVER.registry(
                        "SELECT pg_try_advisory_lock(?)",
                        AdvisoryLock.ofOwner(owner.value()).key())
                .equals(List.of("t"));
    }

    private String lease() {
        return "pgtestdb4j/" + id.label() + "/lease";
    }

    private void endLease() throws Exception {
        SERVER.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + lease() + "'");
        Await.until("the lock is free", () -> isLockFree(id));
    }

    @Test
    void holdsItsLockWhileItLives() throws Exception {
        assertThat(state(id)).containsExactly("alive");
        assertThat(isLockFree(id)).isFalse();

        owner.close();

        assertThat(state(id)).isEmpty();
        Await.until("the lock is free", () -> isLockFree(id));
    }

    @Test
    void takesALostLockAgain() throws Exception {
        endLease();
        SERVER.runInRegistry(
                "UPDATE registry.owner SET state = 'suspect', suspected = now() WHERE id = '" + id.value() + "'");

        owner.look();

        assertThat(owner.id()).isEqualTo(id);
        assertThat(state(id)).containsExactly("alive");
        assertThat(isLockFree(id)).isFalse();
    }

    @Test
    void goesOnAsSomebodyElseOnceItWasTakenForDead() throws Exception {
        endLease();
        SERVER.runInRegistry("UPDATE registry.owner SET state = 'reaped' WHERE id = '" + id.value() + "'");

        owner.look();

        assertThat(owner.id()).isNotEqualTo(id);
        assertThat(state(owner.id())).containsExactly("alive");
        assertThat(isLockFree(owner.id())).isFalse();
        assertThat(state(id)).as("which another engine may have tidied away").isSubsetOf("reaped");
        Await.until("the old lock is free", () -> isLockFree(id));
        SERVER.runInRegistry("DELETE FROM registry.owner WHERE id = '" + id.value() + "'");
    }

    /** As a sweep does that looks whether the owner lives, or drops an old kept database of it. */
    @Test
    void waitsForWhoHoldsItsLockForAMomentOnly() throws Exception {
        endLease();
        try (CapturedErr err = CapturedErr.start();
                Connection sweep = SERVER.connect("pgtestdb4j")) {
            assertThat(AdvisoryLock.ofOwner(id.value()).tryExclusive(sweep)).isTrue();

            assertThat(owner.look()).isFalse();

            assertThat(owner.id()).isEqualTo(id);
            assertThat(SERVER.column("SELECT pid FROM pg_stat_activity WHERE application_name = ?", lease()))
                    .isEmpty();
            AdvisoryLock.ofOwner(id.value()).unlock(sweep);

            assertThat(owner.look()).isTrue();

            assertThat(owner.id()).isEqualTo(id);
            assertThat(isLockFree(id)).isFalse();
            assertThat(err.text()).doesNotContain("WARN");
        }
    }

    /** Nothing has noticed yet that the lock was lost and somebody has tidied up: that comes to light when something is to be created. */
    @ParameterizedTest
    @ValueSource(strings = {"UPDATE registry.owner SET state = 'reaped'", "DELETE FROM registry.owner"})
    void createsInTheNameOfSomebodyElseOnceItWasTakenForDead(String tidiedUp) throws Exception {
        endLease();
        SERVER.runInRegistry(tidiedUp + " WHERE id = '" + id.value() + "'");

        Owner.Intent intent = owner.intend(by -> Names.clone(by, 1), Registry.Kind.CLONE);

        assertThat(intent.owner()).isEqualTo(owner.id()).isNotEqualTo(id);
        assertThat(intent.database()).contains(owner.id().label());
        assertThat(SERVER.registry(
                        "SELECT name FROM registry.database WHERE owner = ?",
                        owner.id().value()))
                .containsExactly(intent.database());
        SERVER.runInRegistry("DELETE FROM registry.database WHERE name = '" + intent.database() + "'");
        owner.settle(intent);
        SERVER.runInRegistry("DELETE FROM registry.owner WHERE id = '" + id.value() + "'");
    }

    @Test
    void doesNotGiveOutWhatWasCreatedWhileItWasTakenForDead() throws Exception {
        Owner.Intent intent = owner.intend(by -> Names.clone(by, 1), Registry.Kind.CLONE);
        SERVER.run("CREATE DATABASE " + intent.database());
        assertThat(owner.created(intent, List.of())).isTrue();
        endLease();
        SERVER.runInRegistry("UPDATE registry.owner SET state = 'reaped' WHERE id = '" + id.value() + "'");
        owner.look();

        assertThat(owner.created(intent, List.of())).isFalse();

        SERVER.run("DROP DATABASE " + intent.database());
        SERVER.runInRegistry("DELETE FROM registry.database WHERE name = '" + intent.database() + "'");
        owner.settle(intent);
        SERVER.runInRegistry("DELETE FROM registry.owner WHERE id = '" + id.value() + "'");
    }

    @Test
    void leavesALockThatItHasAlone() throws Exception {
        owner.look();

        assertThat(owner.id()).isEqualTo(id);
        assertThat(isLockFree(id)).isFalse();
    }

    @Test
    void staysInTheRegistryWhileSomethingIsBeingCreatedInItsName() throws Exception {
        Owner.Intent intent = owner.intend(by -> Names.clone(by, 1), Registry.Kind.CLONE);

        owner.close();
        SERVER.run("CREATE DATABASE " + intent.database());

        assertThat(state(id)).containsExactly("alive");
        assertThat(isLockFree(id)).isTrue();
        SERVER.sweep();
        assertThat(SERVER.exists(intent.database())).isFalse();
        assertThat(state(id)).isEmpty();
    }

    @Test
    void signsOffAfterAnIntentThatCouldNotBeNoted() throws Exception {
        assertThatThrownBy(() -> owner.intend(by -> null, Registry.Kind.CLONE)).isInstanceOf(SQLException.class);

        owner.close();

        assertThat(state(id)).isEmpty();
    }

    @Test
    void createsNothingOnceItHasSignedOff() {
        owner.close();

        assertThatThrownBy(() -> owner.intend(by -> Names.clone(by, 1), Registry.Kind.CLONE))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("the last handle was closed");
    }
}
