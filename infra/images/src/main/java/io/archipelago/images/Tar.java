package io.archipelago.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes an archive whose bytes depend on nothing but what is put into it: owned by root, at the epoch. */
final class Tar implements AutoCloseable {
    private final TarArchiveOutputStream out;

    Tar(OutputStream out) {
        this.out = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        this.out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        this.out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    void folder(String name, int mode) throws IOException {
        put(new TarArchiveEntry(name + "/"), mode);
        out.closeArchiveEntry();
    }

    void link(String name, String target) throws IOException {
        var entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        put(entry, 0777);
        out.closeArchiveEntry();
    }

    void file(String name, byte[] content, int mode) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        put(entry, mode);
        out.write(content);
        out.closeArchiveEntry();
    }

    void file(String name, Path content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(Files.size(content));
        put(entry, 0644);
        try (InputStream in = Files.newInputStream(content)) {
            in.transferTo(out);
        }
        out.closeArchiveEntry();
    }

    private void put(TarArchiveEntry entry, int mode) throws IOException {
        entry.setMode(mode);
        entry.setModTime(0L);
        entry.setIds(0, 0);
        entry.setNames("", "");
        out.putArchiveEntry(entry);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
