// The gouji language server in VS Code: starts it, and asks for what the protocol cannot ask for.

import {
  commands,
  ExtensionContext,
  l10n,
  Uri,
  window,
  workspace,
} from "vscode";
import {
  ExecuteCommandSignature,
  LanguageClient,
  LanguageClientOptions,
  ServerOptions,
} from "vscode-languageclient/node";

/** A finding to be allowed, as the server's code action names it. */
interface Place {
  uri: string;
  rule: string;
  at: string;
  reason?: string;
}

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("gouji.restart", restart),
    commands.registerCommand("gouji.showText", showText),
    workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("gouji.command")) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function restart(): Promise<void> {
  await client?.dispose();
  await start();
}

async function start(): Promise<void> {
  const settings = workspace.getConfiguration("gouji");
  const [command, ...args] = settings.get<string[]>("command", ["gouji", "server"]);
  const server: ServerOptions = { command, args };
  const options: LanguageClientOptions = {
    documentSelector: [
      { language: "plaintext" },
      { language: "markdown" },
      { language: "html" },
      { scheme: "gouji" },
    ],
    initializationOptions: {
      language: settings.get("language"),
      debounce: settings.get("debounce"),
      checkWorkspace: settings.get("checkWorkspace"),
    },
    middleware: { executeCommand },
  };
  client = new LanguageClient("gouji", "gouji", server, options);
  try {
    await client.start();
  } catch (error) {
    const hint = l10n.t(
      'Cannot start "{0}". Install it with: pip install "gouji[editor]"',
      [command, ...args].join(" "),
    );
    await window.showErrorMessage(`${hint} (${String(error)})`);
  }
}

/** A finding is allowed for a reason, which only the user knows. */
async function executeCommand(
  command: string,
  args: unknown[],
  next: ExecuteCommandSignature,
): Promise<unknown> {
  if (command !== "gouji.allow") {
    return next(command, args);
  }
  const place = args[0] as Place;
  const reason = await window.showInputBox({
    title: l10n.t("Allow {0} at {1}", place.rule, place.at),
    prompt: l10n.t("Why is it right as it is?"),
    value: place.reason,
    validateInput: (text) => (text.trim() ? undefined : l10n.t("A reason is needed.")),
  });
  return reason === undefined ? undefined : next(command, [{ ...place, reason: reason.trim() }]);
}

/** The text view of a file: of the one chosen in the explorer, else of the one that is open. */
async function showText(file?: Uri): Promise<void> {
  const tab = window.tabGroups.activeTabGroup.activeTab?.input as { uri?: Uri } | undefined;
  const uri = file ?? tab?.uri;
  if (uri === undefined) {
    return;
  }
  const view = uri.with({ scheme: "gouji", path: `${uri.path}.txt` });
  await window.showTextDocument(await workspace.openTextDocument(view));
}
