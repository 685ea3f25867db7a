package io.archipelago.residency.keyring;

import java.util.Collection;
import java.util.List;

/** Where data keys are kept, wrapped. Every call is one transaction; blocks; throws when it cannot be made. */
public interface KeyStore {

    /** Those of the subjects that have one, destroyed ones too. */
    List<StoredKey> find(String dataset, Collection<String> subjects);

    /** A key that is there already, destroyed or not, stays as it is. */
    void add(Collection<StoredKey> fresh);

    /** Overwrites each key, or says for good that there must be none where there was none. */
    void destroy(Collection<StoredKey> gone);
}
