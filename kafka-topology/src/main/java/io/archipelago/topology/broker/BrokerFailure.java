package io.archipelago.topology.broker;

/** The broker could not be reached or refused; the message says during what. */
public final class BrokerFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokerFailure(String during, Throwable cause) {
        super(during + ": " + cause.getMessage(), cause);
    }
}
