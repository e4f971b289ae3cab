// Starts `kb lsp` for rule files and the YAML files of a base, and shows what it answers.
import { commands, window, workspace, type ExtensionContext } from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const command = workspace.getConfiguration("sanku").get<string>("command", "kb");
  client = new LanguageClient(
    "sanku",
    "sanku",
    { command, args: ["lsp"], transport: TransportKind.stdio },
    { documentSelector: [{ language: "kb" }, { scheme: "file", pattern: "**/*.{yaml,yml}" }] },
  );
  context.subscriptions.push(client);
  try {
    await client.start();
  } catch {
    const again = "打开设置";
    const picked = await window.showErrorMessage(
      `没有启动 \`${command} lsp\`。请先安装：pip install 'sanku[lsp]'，或在设置 sanku.command 里写明命令的位置。`,
      again,
    );
    if (picked === again) await commands.executeCommand("workbench.action.openSettings", "sanku.command");
  }
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
