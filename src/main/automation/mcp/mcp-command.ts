import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import { AppError, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import type { AgentSessions } from '../../mcp/index.ts'
import { systemClock } from '../../platform/clock.ts'
import { followTimeZone, lookUpTimeZone } from '../../platform/follow-time-zone.ts'
import { connectLocal, listenLocal, type LocalListener } from '../../platform/network/local-socket.ts'
import { defineCommand, type CommandContext } from '../program/command.ts'
import { readMaxCost } from '../generate/max-cost.ts'
import { badInput } from '../read-options.ts'
import { successReport } from '../report.ts'
import { createCostBudget } from '../scripts/cost-budget.ts'
import { commandLineFiles } from '../tool-context.ts'
import type { TrustedRights } from './agent-session.ts'

/** Standard output belongs to the protocol while it runs. */
export const mcpCommand = defineCommand({
  name: 'mcp',
  group: 'automation',
  summary: messages.mcpCommand,
  details: messages.mcpDetails,
  options: {
    trusted: { help: messages.trustedProgram },
    out: { value: 'folder', help: messages.trustedOutput },
    'max-cost-usd': { value: 'n', help: messages.trustedMaxCost },
  },
  examples: ['mcp', 'mcp --trusted --out images --max-cost-usd 1'],
  async run({ trusted, out, 'max-cost-usd': maxCost }, _args, context) {
    const maxUsd = readMaxCost(maxCost)
    if (trusted === true) await serveTrusted(context, { out, maxUsd })
    else if (out !== undefined || maxUsd !== null) throw badInput(messages.onlyTrusted)
    else while (!(await relay(context)) && !(await serve(context)));
    return { lines: [], report: successReport({}) }
  },
})

/**
 * Passes messages on to the process that owns the library: an open window, or another agent's program. False if there is
 * none. @throws request/cancelled if that process ends before the client does
 */
async function relay({ paths, signal, openStreams }: CommandContext): Promise<boolean> {
  const owner = await connectLocal(paths.root)
  if (owner === null) return false
  const client = openStreams()
  let hasClientEnded = false
  client.once('end', () => (hasClientEnded = true))
  const leave = () => {
    hasClientEnded = true
    owner.destroy()
  }
  signal.addEventListener('abort', leave, { once: true })
  client.once('error', leave)
  owner.on('error', () => undefined)
  client.pipe(owner)
  owner.pipe(client, { end: false })
  await once(owner, 'close')
  if (!hasClientEnded) throw new AppError('request/cancelled', messages.ownerEnded)
  return true
}

/** Whoever is connected that long stays. */
const stayMs = 3_000

/**
 * Owns the library as long as clients are connected: its own, and others that come. False if another process has become
 * the owner in the meantime.
 */
async function serve(context: CommandContext): Promise<boolean> {
  const { paths, signal } = context
  const { promise: ready, resolve: setReady } = Promise.withResolvers<AgentSessions>()
  const others = new Set<Promise<void>>()
  const accept = (stream: Duplex) => {
    const session = ready
      .then((sessions) => sessions.serveStream(stream))
      .catch((thrown: unknown) => context.reportProgress(toErrorData(thrown).message))
      .finally(() => {
        others.delete(session)
        stream.end(() => stream.destroy())
      })
    others.add(session)
  }
  const listener = await listen(paths.root, accept)
  if (listener === 'taken') return false
  const sessions = await openSessions(context)
  setReady(sessions)
  // Clients also start programs only to ask them for their version: such a one begins nothing.
  const later = setTimeout(() => void sessions.takeUp(), stayMs)
  await sessions.serveStream(standardStreams(context))
  clearTimeout(later)
  // Somebody else's agent may be at work. What was sent is finished and kept, also for a client that has left.
  do {
    await Promise.race([waitForAll(others), aborted(signal)])
    await Promise.race([sessions.idle(), aborted(signal)])
  } while (others.size > 0 && !signal.aborted)
  await listener?.close()
  await sessions.dispose()
  return true
}

/** Works beside whatever owns the library, as every command does: limits and marks of agents do not apply. */
async function serveTrusted(context: CommandContext, { out, maxUsd }: TrustedOptions): Promise<void> {
  const { workingFolder, signal } = context
  const files = commandLineFiles(workingFolder, out)
  const sessions = await openSessions(context, {
    files,
    budget: createCostBudget(maxUsd),
    // The maximum cost was given on the command line.
    isCostAllowed: maxUsd !== null,
  })
  await sessions.serveStream(standardStreams(context))
  await Promise.race([sessions.idle(), aborted(signal)])
  await sessions.dispose()
}

interface TrustedOptions {
  readonly out: string | undefined
  readonly maxUsd: number | null
}

function standardStreams({ openStreams, signal }: CommandContext): Duplex {
  const client = openStreams()
  client.on('error', () => undefined)
  signal.addEventListener('abort', () => client.destroy(), { once: true })
  return client
}

async function openSessions(context: CommandContext, trusted?: TrustedRights): Promise<AgentSessions> {
  const { settings, paths, appVersion, reportProgress } = context
  const [{ createAgentSessions }, services] = await Promise.all([import('./agent-sessions.ts'), context.services()])
  const onProblem = (thrown: unknown) => reportProgress(toErrorData(thrown).message)
  const ended = new AbortController()
  // It runs for days, and what may be spent in a day is counted by them.
  followTimeZone({
    read: lookUpTimeZone,
    until: ended.signal,
    onChanged: () => void services.assets.changes.noteTimeZone().catch(onProblem),
  })
  const sessions = createAgentSessions({
    services,
    paths,
    appVersion,
    settings: () => settings.get(),
    refreshSettings: () => settings.reload(),
    clock: systemClock,
    trusted,
    onProblem,
  })
  return {
    ...sessions,
    dispose() {
      ended.abort()
      return sessions.dispose()
    },
  }
}

/** null = no other process can connect: this one works alone, as commands do. */
async function listen(home: string, accept: (stream: Duplex) => void): Promise<LocalListener | 'taken' | null> {
  try {
    return await listenLocal(home, accept)
  } catch (thrown) {
    return toErrorData(thrown).code === 'storage/locked' ? 'taken' : null
  }
}

/** Also for those that come in the meantime. */
async function waitForAll(sessions: ReadonlySet<Promise<void>>): Promise<void> {
  while (sessions.size > 0) await Promise.race(sessions)
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
