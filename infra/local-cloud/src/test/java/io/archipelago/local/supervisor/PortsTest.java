package io.archipelago.local.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.archipelago.local.Installation;
import io.archipelago.local.LocalRegion;
import io.archipelago.local.PartName;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    private Path folder;

    @Test
    void a_cloud_keeps_its_ports() throws Exception {
        var installation = new Installation(folder, folder);
        var ports = Ports.find(installation, 0);
        assertThat(ports.keep(installation)).isFalse();
        assertThat(Ports.find(installation, 0)).isEqualTo(ports);
        assertThat(ports.keep(installation)).isFalse();
    }

    @Test
    void a_cloud_moves_when_another_program_has_one_of_its_ports() throws Exception {
        var installation = new Installation(folder, folder);
        var ports = Ports.find(installation, 0);
        ports.keep(installation);
        var taken = ports.of(LocalRegion.ALL.get(1)) + PartName.COST.portOffset();
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), taken));
            var moved = Ports.find(installation, 0);
            assertThat(moved).isNotEqualTo(ports);
            assertThat(moved.keep(installation)).isTrue();
        }
    }

    @Test
    void no_two_parts_share_a_port_and_all_lie_in_the_block() {
        var ports = new Ports(18_000);
        var all = new HashSet<Integer>();
        all.add(ports.control());
        for (var region : LocalRegion.ALL) {
            assertThat(all.add(ports.of(region) + PartName.KAFKA.portOffset() + 1))
                    .isTrue();
            for (var part : PartName.values())
                assertThat(all.add(ports.of(region) + part.portOffset())).isTrue();
        }
        assertThat(all).allMatch(port -> port >= 18_000 && port < 18_500);
    }
}
