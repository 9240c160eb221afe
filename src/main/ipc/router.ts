import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { contract, type CallName, type Reply } from '../../shared/contract/index.ts'
import { droppedFilesMax, type DroppedHandle } from '../../shared/domain/file-handles.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import { pageNotAllowed, requestNotUnderstood } from '../../shared/messages/en/start.ts'
import { checkValue } from '../../shared/util/check-value.ts'
import type { Logger } from '../platform/logger.ts'
import { tooManyFiles, type FileHandles } from './file-handles.ts'
import type { Caller, Handlers } from './handler-context.ts'

/** The frame that sent a message. */
export interface CallerFrame {
  readonly windowId: number
  readonly isTopFrame: boolean
  readonly origin: string
}

export type CallerCheck = (frame: CallerFrame) => boolean

/** Only the top frame of one of our own windows, showing our own pages, may make calls. */
export function createCallerCheck(options: {
  readonly origins: ReadonlySet<string>
  readonly isKnownWindow: (windowId: number) => boolean
}): CallerCheck {
  return (frame) => frame.isTopFrame && options.origins.has(frame.origin) && options.isKnownWindow(frame.windowId)
}

export interface Router {
  /** Never rejects: every failure is returned as a `Reply`. */
  call(frame: CallerFrame, name: unknown, input: unknown, callId: unknown): Promise<Reply<unknown>>
  cancel(frame: CallerFrame, callId: unknown): void
  /** Returns handles for the paths that the preload script found for dropped or pasted files; '' = it found none. */
  takePaths(frame: CallerFrame, paths: unknown): Reply<(DroppedHandle | null)[]>
  /** Aborts every call of a closed window and drops its handles. */
  closeWindow(windowId: number): void
  /** The calls that change something and have not been answered. */
  pendingCommands(): CallName[]
}

interface RouterOptions {
  readonly handlers: Handlers
  readonly handles: FileHandles
  readonly isAllowed: CallerCheck
  readonly logger: Logger
}

/** Listed in an error: a list of a million invalid entries has as many issues. */
const issuesMax = 10

const droppedPathsSchema = z.array(z.string().max(32_768))
const callIdSchema = z.string().min(1).max(100)
type AnyHandler = (input: unknown, caller: Caller) => Promise<unknown>

/** The order is: caller, own-key lookup, input, handler with its signal, output, response. */
export function createRouter({ handlers, handles, isAllowed, logger }: RouterOptions): Router {
  const table = createCallTable()
  const pending = new Set<{ readonly route: CallName }>()

  function requireAllowed(frame: CallerFrame): void {
    if (isAllowed(frame)) return
    throw new AppError('request/forbidden-caller', pageNotAllowed)
  }

  async function respond(frame: CallerFrame, name: unknown, input: unknown, callId: unknown): Promise<unknown> {
    requireAllowed(frame)
    const route = requireRoute(name)
    const id = parseOrThrow(callIdSchema, callId, `${route} has no valid call id`)
    const parsed = parseOrThrow(contract[route].input, input, `The request ${route} has the wrong form`)
    const signal = table.begin(frame.windowId, id)
    if (signal === null) throw notUnderstood(`The call id of ${route} is in use.`)
    const entry = { route }
    pending.add(entry)
    try {
      // Own-key lookup and parsing happened above; TypeScript cannot follow a dynamic name.
      const handler = handlers[route] as AnyHandler
      const output = await untilAborted(handler(parsed, { windowId: frame.windowId, signal }), signal)
      return parseOutput(route, output)
    } finally {
      pending.delete(entry)
      table.end(frame.windowId, id)
    }
  }

  return {
    async call(frame, name, input, callId) {
      try {
        return { ok: true, value: await respond(frame, name, input, callId) }
      } catch (thrown) {
        const error = toErrorData(thrown)
        if (isWorthLogging(error.code))
          logger.error('ipc.failed', { route: typeof name === 'string' ? name : typeof name, error: thrown })
        return { ok: false, error }
      }
    },
    cancel(frame, callId) {
      if (isAllowed(frame) && typeof callId === 'string') table.cancel(frame.windowId, callId)
    },
    takePaths(frame, paths) {
      try {
        requireAllowed(frame)
        const parsed = parseOrThrow(droppedPathsSchema, paths, 'The dropped files have the wrong form')
        if (parsed.length > droppedFilesMax) throw tooManyFiles()
        const dropped = handles.dropped(frame.windowId)
        return { ok: true, value: parsed.map((path) => (isAbsolute(path) ? dropped.give(path) : null)) }
      } catch (thrown) {
        return { ok: false, error: toErrorData(thrown) }
      }
    },
    closeWindow(windowId) {
      table.cancelWindow(windowId)
      handles.forgetWindow(windowId)
    },
    pendingCommands: () => [...pending].flatMap(({ route }) => (contract[route].kind === 'command' ? [route] : [])),
  }
}

function requireRoute(name: unknown): CallName {
  if (typeof name === 'string' && Object.hasOwn(contract, name)) {
    const entry = contract[name as keyof typeof contract]
    if (entry.kind !== 'event') return name as CallName
  }
  throw notUnderstood('There is no such route.')
}

function parseOrThrow<T extends z.ZodType>(schema: T, value: unknown, problem: string): z.output<T> {
  const result = checkValue(schema, value)
  if (result.success) return result.data
  throw notUnderstood(`${problem}: ${describeIssues(result.error)}`)
}

/** Handlers have their own error messages; this is for calls that reach no handler. */
function notUnderstood(problem: string): AppError {
  return new AppError('request/invalid', requestNotUnderstood, { detail: { problem } })
}

function parseOutput(route: CallName, output: unknown): unknown {
  const result = checkValue<z.ZodType>(contract[route].output, output)
  if (result.success) return result.data
  throw new AppError('internal/bug', `The answer of ${route} has the wrong form: ${describeIssues(result.error)}`)
}

function describeIssues({ issues }: z.ZodError): string {
  const first = z.prettifyError({ issues: issues.slice(0, issuesMax) })
  return issues.length > issuesMax ? `${first}\n… and ${issues.length - issuesMax} more` : first
}

/** A handler that ignores its signal must not block a canceled caller. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(AppError.cancelled())
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

function isWorthLogging(code: string): boolean {
  return code === 'internal/bug' || code === 'request/forbidden-caller' || code === 'request/invalid'
}

/** Pending calls, so that a window can cancel each of its own, and all are canceled when it closes. */
interface CallTable {
  /** Returns null if this window already has a pending call with that id. */
  begin(windowId: number, callId: string): AbortSignal | null
  end(windowId: number, callId: string): void
  cancel(windowId: number, callId: string): void
  cancelWindow(windowId: number): void
}

function createCallTable(): CallTable {
  const windows = new Map<number, Map<string, AbortController>>()
  return {
    begin(windowId, callId) {
      const calls = windows.get(windowId) ?? new Map<string, AbortController>()
      if (calls.has(callId)) return null
      const controller = new AbortController()
      windows.set(windowId, calls.set(callId, controller))
      return controller.signal
    },
    end(windowId, callId) {
      const calls = windows.get(windowId)
      calls?.delete(callId)
      if (calls?.size === 0) windows.delete(windowId)
    },
    cancel: (windowId, callId) => windows.get(windowId)?.get(callId)?.abort(),
    cancelWindow(windowId) {
      for (const controller of windows.get(windowId)?.values() ?? []) controller.abort()
    },
  }
}
