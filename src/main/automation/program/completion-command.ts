import { notOneOf, parentSummaries } from '../../../shared/messages/en/cli.ts'
import * as messages from '../../../shared/messages/en/cli-automation.ts'
import { defineCommand, type CliCommand } from './command.ts'
import { listCompletionEntries } from './completion-entries.ts'
import { completionScripts, isShell, shells } from './completion-scripts.ts'
import { badInput } from '../read-options.ts'
import { successReport } from '../report.ts'

/** @param listCommands called when it runs: it is one of them itself */
export function createCompletionCommand(listCommands: () => readonly CliCommand[]): CliCommand {
  return defineCommand({
    name: 'completion',
    group: 'automation',
    summary: messages.completion,
    details: messages.completionDetails,
    args: { '<shell>': messages.shell({ values: shells.join(', ') }) },
    suggestions: shells,
    examples: [
      'completion bash > ~/.local/share/bash-completion/completions/atelier',
      'completion zsh > ~/.zsh/functions/_atelier',
      'completion fish > ~/.config/fish/completions/atelier.fish',
      'completion powershell >> $PROFILE',
    ],
    run: async (_values, [shell = '']) => {
      if (!isShell(shell)) throw badInput(notOneOf({ option: '<shell>', values: shells.join(', '), value: shell }))
      const script = completionScripts[shell](listCompletionEntries(listCommands(), parentSummaries))
      return { lines: script.split('\n'), report: successReport({ script }) }
    },
  })
}
