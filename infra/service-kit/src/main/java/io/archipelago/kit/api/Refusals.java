package io.archipelago.kit.api;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/** Whoever may not is told what is missing; the challenges are those of RFC 6750. */
class Refusals {

    @ServerExceptionMapper
    Response anonymous(UnauthorizedException nobody) {
        return unauthorized(
                "Bearer",
                Problem.of(
                        401,
                        "token-missing",
                        "Token missing",
                        "say who you are: header Authorization: Bearer, and a token of the region's issuer"));
    }

    @ServerExceptionMapper
    Response unproven(AuthenticationFailedException failure) {
        var expired = invalid(failure) instanceof InvalidJwtException invalid && invalid.hasExpired();
        return unauthorized(
                "Bearer error=\"invalid_token\"",
                expired
                        ? Problem.of(401, "token-expired", "Token expired", "the token has expired: get a new one")
                        : Problem.of(401, "token-refused", "Token refused", reason(invalid(failure))));
    }

    /** The library's own words repeat the token's claims. */
    private static String reason(@Nullable InvalidJwtException invalid) {
        if (invalid == null) return "the token cannot be checked: it is none, or the issuer's keys are not known here";
        if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID))
            return "the token is of an issuer this region does not know";
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING))
            return "the token is meant for somebody else: its audience is not Archipelago";
        if (invalid.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) return "the token's signature is not the issuer's";
        return "the token is not one this region takes";
    }

    private static @Nullable InvalidJwtException invalid(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause())
            if (cause instanceof InvalidJwtException invalid) return invalid;
        return null;
    }

    private static Response unauthorized(String challenge, Problem problem) {
        return Response.fromResponse(problem.response())
                .header(HttpHeaders.WWW_AUTHENTICATE, challenge)
                .build();
    }

    @ServerExceptionMapper
    Response lacking(ForbiddenException refused, ResourceInfo resource) {
        var roles = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        if (roles == null) roles = resource.getResourceClass().getAnnotation(RolesAllowed.class);
        var detail = roles == null
                ? "nobody may: this address has no role"
                : "this takes the role " + String.join(" or ", roles.value()) + ", which the token does not give";
        return Response.fromResponse(
                        Problem.of(403, "role-missing", "Role missing", detail).response())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"")
                .build();
    }
}
