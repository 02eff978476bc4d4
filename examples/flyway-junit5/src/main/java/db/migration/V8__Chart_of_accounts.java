package db.migration;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;

/** Reads the accounts from a file that lies beside the migrations in SQL, as the accountants sent it. */
public final class V8__Chart_of_accounts extends BaseJavaMigration {

    @Override
    public void migrate(Context context) throws Exception {
        String sql = "INSERT INTO ledger.account (number, name, kind) VALUES (?, ?, ?::ledger.account_kind)";
        try (InputStream file = V8__Chart_of_accounts.class.getResourceAsStream("chart_of_accounts.csv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
                PreparedStatement insert = context.getConnection().prepareStatement(sql)) {
            lines.readLine(); // the header
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] account = line.split(";");
                insert.setInt(1, Integer.parseInt(account[0]));
                insert.setString(2, account[1]);
                insert.setString(3, account[2]);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
