import { toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { defineCommand } from '../command.ts'
import { successReport } from '../report.ts'

/** Standard output belongs to the protocol while it runs. */
export const mcpCommand = defineCommand({
  name: 'mcp',
  group: 'automation',
  summary: messages.mcpCommand,
  details: messages.mcpDetails,
  examples: ['mcp'],
  async run(_values, _args, context) {
    const { settings, paths, appVersion, signal, reportProgress } = context
    const [{ createAgentSessions }, services] = await Promise.all([import('./agent-sessions.ts'), context.services()])
    const { stdin: input, stdout: output } = process
    const sessions = createAgentSessions({
      services,
      paths,
      appVersion,
      onProblem: (thrown) => reportProgress(toErrorData(thrown).message),
      settings: () => settings.get(),
      nowMs: Date.now,
    })
    const end = () => void input.destroy()
    signal.addEventListener('abort', end, { once: true })
    await sessions.serveStream({ input, output })
    await sessions.dispose()
    return { lines: [], report: successReport({}) }
  },
})
