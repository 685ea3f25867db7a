package io.archipelago.actuator.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** The cluster did not do what was asked; the message is for people. */
public final class ClusterFailure extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    ClusterFailure(String message) {
        super(message);
    }

    private ClusterFailure(String message, Throwable cause) {
        super(message, cause);
    }

    static ClusterFailure of(KubernetesClientException failure, String namespace) {
        var status = failure.getStatus();
        var said = status == null || status.getMessage() == null ? failure.getMessage() : status.getMessage();
        if (failure.getCode() <= 0) return new ClusterFailure("the cluster does not answer: " + root(failure), failure);
        return new ClusterFailure(
                switch (failure.getCode()) {
                    case FORBIDDEN -> "the actuator may not do this: " + said;
                    case NOT_FOUND -> "namespace " + namespace + " or what was asked for is not there: " + said;
                    case CONFLICT -> "somebody else holds a field of it: " + said;
                    default -> "the cluster refused: " + said;
                },
                failure);
    }

    private static String root(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
