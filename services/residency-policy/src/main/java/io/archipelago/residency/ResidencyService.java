package io.archipelago.residency;

import io.agroal.api.AgroalDataSource;
import io.archipelago.kit.core.Change;
import io.archipelago.kit.declaration.Region;
import io.archipelago.kit.runtime.RegionConfig;
import io.archipelago.residency.arrivals.Ledgers;
import io.archipelago.residency.domain.ResidencyCore;
import io.archipelago.residency.keyring.Keyring;
import io.archipelago.residency.keyring.PostgresKeys;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.stream.Collectors;

/** Wires the service: its core, in the region it runs in, watched by whoever must know of a new law at once. */
public class ResidencyService {

    @Produces
    ResidencyCore core(RegionConfig config, Bell bell, KeyFile keyFile) {
        var peers = config.peerList().stream().map(RegionConfig.Peer::name).collect(Collectors.toUnmodifiableSet());
        var countries = config.peerList().stream()
                .collect(Collectors.toMap(RegionConfig.Peer::name, RegionConfig.Peer::jurisdiction));
        return new ResidencyCore(new Region(config.region(), config.jurisdiction(), peers), countries, keyFile.key()) {
            @Override
            public void apply(Change change) {
                super.apply(change);
                if (concernsTheGate(change)) bell.ring();
            }
        };
    }

    @Produces
    @Singleton
    Keyring keyring(KeyFile keyFile, @DataSource("migration") AgroalDataSource database) {
        return new Keyring(keyFile::wrapping, new PostgresKeys(database), InstantSource.system());
    }

    @Produces
    @Singleton
    Ledgers ledgers(RegionConfig config) {
        return new Ledgers(config.region());
    }
}
