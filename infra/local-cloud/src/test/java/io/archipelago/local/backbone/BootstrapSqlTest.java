package io.archipelago.local.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BootstrapSqlTest {
    @Test
    void the_slot_is_made_in_a_statement_of_its_own() throws Exception {
        var statements = BootstrapSql.statements();
        assertThat(statements).hasSize(4);
        assertThat(statements.getLast())
                .contains("pg_create_logical_replication_slot('archipelago_outbox', 'pgoutput', failover => true)")
                .doesNotContain("create publication");
    }
}
