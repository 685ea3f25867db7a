package io.archipelago.cli.resource;

import io.archipelago.cli.ExitCode;
import io.archipelago.cli.Failure;
import io.archipelago.cli.client.ApiProblem;
import io.archipelago.cli.client.Client;
import io.archipelago.cli.client.CloudFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Take back a declaration.",
        footer = {"", "Example: archipelago delete workload recommender", "         archipelago delete -f examples/shop"
        })
public final class DeleteCommand implements Callable<Integer> {
    @Mixin
    private RegionOption region = new RegionOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "KIND", description = "or KIND/NAME")
    private String kind = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE|DIR|-",
            description = "everything these files declare")
    private List<String> sources = List.of();

    @Option(names = "--ignore-not-found", description = "what is gone already is no error")
    private boolean ignoreNotFound;

    @Override
    public Integer call() {
        var client = region.client();
        if (!sources.isEmpty()) {
            for (var document : Documents.read(sources).reversed()) {
                var view = KindView.named(document.kind());
                delete(client, view, owner(client, view, document), document.name());
            }
            return ExitCode.OK;
        }
        int slash = kind.indexOf('/');
        if (slash > 0) {
            names.addFirst(kind.substring(slash + 1));
            kind = kind.substring(0, slash);
        }
        if (names.isEmpty()) throw new Failure(ExitCode.USAGE, "delete what? KIND NAME, KIND/NAME or -f FILE");
        var view = KindView.named(kind);
        if (!view.declared())
            throw new Failure(
                    ExitCode.USAGE, view.plural() + " are decided, not declared: delete the workload or dataset");
        for (var name : names) delete(client, view, owner(client, view, name), name);
        return ExitCode.OK;
    }

    private static CloudFile.Region owner(Client client, KindView view, Documents.Document document) {
        return view.title().equals("Site")
                ? client.cloud()
                        .find(document.tree().path("spec").path("region").asText())
                        .orElse(client.home())
                : client.home();
    }

    /** A site is taken back where it was declared. */
    private static CloudFile.Region owner(Client client, KindView view, String name) {
        if (!view.title().equals("Site")) return client.home();
        try {
            var site = client.get(view.service(), "/" + view.plural() + "/" + Client.encode(name));
            return client.cloud().find(site.at("/spec/region").asText()).orElse(client.home());
        } catch (ApiProblem e) {
            return client.home();
        }
    }

    private void delete(Client client, KindView view, CloudFile.Region at, String name) {
        try {
            client.send(
                    "DELETE", at, view.service(), "/" + view.plural() + "/" + Client.encode(name), null, new byte[0]);
            System.out.println(view.title().toLowerCase(Locale.ROOT) + "/" + name + " deleted");
        } catch (ApiProblem e) {
            if (e.status() != 404 || !ignoreNotFound) throw e;
        }
    }
}
