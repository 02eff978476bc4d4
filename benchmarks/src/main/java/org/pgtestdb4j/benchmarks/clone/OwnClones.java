package org.pgtestdb4j.benchmarks.clone;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pgtestdb4j.Migrator;
import org.pgtestdb4j.internal.clone.Clone;
import org.pgtestdb4j.internal.clone.CloneFactory;
import org.pgtestdb4j.internal.clone.CopyStrategy;
import org.pgtestdb4j.internal.clone.Dropper;
import org.pgtestdb4j.internal.jdbc.Connector;
import org.pgtestdb4j.internal.jdbc.JdbcUrl;
import org.pgtestdb4j.internal.registry.Owner;
import org.pgtestdb4j.internal.registry.Registry;
import org.pgtestdb4j.internal.registry.RoleRequest;
import org.pgtestdb4j.internal.registry.TestRole;
import org.pgtestdb4j.internal.server.Admin;
import org.pgtestdb4j.internal.settings.Settings;
import org.pgtestdb4j.internal.template.Foundation;
import org.pgtestdb4j.internal.template.SealedTemplate;
import org.pgtestdb4j.internal.template.TemplateBuilder;
import org.pgtestdb4j.internal.template.TemplateRules;
import org.pgtestdb4j.internal.template.TemplateStore;
import org.pgtestdb4j.spi.PostgresServer;

/** The parts of an engine that make a clone, without those that make one ahead. */
final class OwnClones implements AutoCloseable {

    private final Admin admin;
    private final Owner owner;
    private final TestRole role;
    private final CloneFactory clones;
    private final Dropper dropper;
    private final TemplateStore templates;
    private final SealedTemplate template;

    OwnClones(String url, Migrator migrator) {
        JdbcUrl parts = JdbcUrl.parse(url);
        PostgresServer server = PostgresServer.builder()
                .host(parts.host())
                .port(parts.port())
                .database(parts.database())
                .user(parts.user())
                .password(parts.password())
                .build();
        Settings settings = Settings.of(
                new Settings.Sources(Map.of(), name -> Optional.empty(), Map.of(), Map.of(), Map.of()), List.of());
        TemplateRules rules = TemplateRules.of(settings);
        Owner.Id id = Owner.Id.random();
        admin = Admin.connect(new Connector(server, id.label()));
        Registry registry = Registry.open(admin);
        owner = Owner.register(id, admin, registry);
        role = TestRole.findOrCreate(admin, new RoleRequest(Optional.empty(), Optional.empty(), Set.of()), null);
        clones = new CloneFactory(admin, registry, owner, role, CopyStrategy.AUTO);
        dropper = new Dropper(admin, registry);
        Foundation foundation = Foundation.of(settings, role);
        templates = TemplateStore.open(
                admin,
                registry,
                clones,
                new TemplateBuilder(admin, registry, clones, dropper, owner, foundation, rules, null),
                foundation,
                rules);
        template = templates.findOrBuild(migrator, "benchmark");
    }

    String template() {
        return template.source().database();
    }

    /** Does all that a hand-out does. */
    Clone acquire() throws SQLException {
        Clone clone = clones.create(template.source());
        admin.call(role::resetSettings);
        return clone;
    }

    void drop(Clone clone) throws SQLException {
        dropper.drop(clone.database());
    }

    @Override
    public void close() {
        templates.close();
        owner.close();
        admin.close();
    }
}
