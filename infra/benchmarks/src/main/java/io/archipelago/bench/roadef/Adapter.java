package io.archipelago.bench.roadef;

import io.archipelago.placement.assign.AssignmentModel;
import io.archipelago.placement.assign.Balance;

/** Tells an instance in the engine's own words: machines are bins, processes items, services groups. */
public final class Adapter {
    private Adapter() {}

    /** @throws IllegalArgumentException if the initial assignment breaks a hard rule */
    public static AssignmentModel model(Instance instance, int[] initial) {
        var model = AssignmentModel.builder();
        for (var resource : instance.resources()) model.resource(resource.loadWeight(), resource.isTransient());
        for (var m : instance.machines()) model.bin(m.neighbourhood(), m.location(), m.capacity(), m.safety());
        for (var service : instance.services()) model.group(service.minSpread(), service.dependsOn());
        for (int p = 0; p < initial.length; p++) {
            var process = instance.processes()[p];
            long moveCost = process.moveCost() * instance.processMoveWeight();
            model.item(process.service(), initial[p], moveCost, process.need());
        }
        for (var b : instance.balances()) model.balance(new Balance(b.first(), b.second(), b.target(), b.weight()));
        var moveCosts = new int[instance.machines().length][];
        for (int m = 0; m < moveCosts.length; m++) moveCosts[m] = instance.machines()[m].moveCosts();
        return model.binMoves(moveCosts, instance.machineMoveWeight())
                .groupMoves(instance.serviceMoveWeight())
                .build();
    }
}
