package io.archipelago.kit.api;

/**
 * What a person, or a program that acts for one, may do; the names of OIDC roles. Whoever has one of the others is a
 * reader too.
 */
public final class Role {

    /** Sees everything and changes nothing. */
    public static final String READER = "reader";

    /** Declares what there is and what shall run: sites, workloads, datasets, catalogues, demands. */
    public static final String OPERATOR = "operator";

    /** Makes the law: policies and groups of jurisdictions. */
    public static final String POLICY_OWNER = "policy-owner";

    private Role() {}
}
