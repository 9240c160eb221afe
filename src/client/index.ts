import { readFileSync } from 'node:fs'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { AtelierError } from './atelier-error.ts'
import type { AtelierErrorCode, ToolTypes } from './tool-types.ts'

export { AtelierError } from './atelier-error.ts'
export type * from './tool-types.ts'

/** Name of a tool, such as `generate_image`. */
export type ToolName = keyof ToolTypes
export type ToolParameters<Name extends ToolName> = ToolTypes[Name]['parameters']
export type ToolResult<Name extends ToolName> = ToolTypes[Name]['result']
/** Tools that can tell their price without sending anything. */
export type PricedToolName = {
  [Name in ToolName]: 'estimate_only' extends keyof ToolParameters<Name> ? Name : never
}[ToolName]

/** How to start Atelier, and what the program may do with it. */
export interface ConnectOptions {
  /** Folder for masks and exported files; images go to the library. Default: the working folder. */
  readonly outputFolder?: string
  /**
   * Calls that would bring the total cost of this connection above this, USD, are refused. Without it, costs within the
   * spending limits set in Atelier are allowed, and `confirm` is asked about others.
   */
  readonly maxCostUsd?: number
  /** Asked before a spending limit is exceeded. Default: such calls fail with `money/needs-approval`. */
  readonly confirm?: (question: string) => boolean | Promise<boolean>
  /** Program to start. Default: the Atelier that wrote this library. */
  readonly command?: string
  /** Its arguments before `mcp`, for `command` only. */
  readonly args?: readonly string[]
  /** Added to this program's environment, such as ATELIER_HOME or keys of providers. */
  readonly env?: Readonly<Record<string, string>>
  /** Called with each line that Atelier writes to standard error. Default: they go to standard error. */
  readonly onMessage?: (line: string) => void
}

export interface ToolCallOptions {
  /** Cancels the call; what has been sent to a paid service may still be billed. */
  readonly signal?: AbortSignal
  /** @param fraction 0 to 1 */
  readonly onProgress?: (fraction: number, message: string) => void
}

/** A connection to an Atelier of its own, which works beside an open window. */
export interface Atelier extends AsyncDisposable {
  /** Version of the program. */
  readonly version: string
  /**
   * Calls a tool and waits for its result, however long that takes.
   *
   * @throws AtelierError
   */
  call<Name extends ToolName>(
    tool: Name,
    parameters: ToolParameters<Name>,
    options?: ToolCallOptions,
  ): Promise<ToolResult<Name>>
  /**
   * Checks a call against the model and tells its price as `cost_estimate` (USD; null = unknown), with warnings about
   * what the model would ignore. Nothing is sent.
   *
   * @throws AtelierError `provider/unsupported` where the model cannot do it
   */
  plan<Name extends PricedToolName>(tool: Name, parameters: ToolParameters<Name>): Promise<ToolResult<Name>>
  /** Waits for nothing: calls in progress are canceled. */
  close(): Promise<void>
}

/**
 * The SDK starts a second program to ask for the version of the protocol, for servers that end at the question; of transports
 * that it does not know it asks the one that they have started. Atelier answers.
 */
class OwnTransport extends StdioClientTransport {}

/** A day: a queue of images on a slow computer may take that long. */
const longestCallMs = 86_400_000

/**
 * Starts Atelier for this program.
 *
 * @throws AtelierError `client/not-started` where the program cannot be started
 */
export async function connect(options: ConnectOptions = {}): Promise<Atelier> {
  const { confirm } = options
  const client = new Client(
    { name: 'atelier-client', version: '1' },
    { capabilities: confirm ? { elicitation: {} } : {}, versionNegotiation: { mode: 'auto' } },
  )
  if (confirm) {
    client.setRequestHandler('elicitation/create', async ({ params }) =>
      (await confirm(params.message)) ? { action: 'accept', content: { allow: true } } : { action: 'decline' },
    )
  }
  const { command, args, env } = launchOf(options)
  const transport = new OwnTransport({ command, args: [...args], env, stderr: 'pipe' })
  const lastLines = readLines(transport, options.onMessage)
  try {
    await client.connect(transport)
  } catch (thrown) {
    await client.close()
    throw new AtelierError('client/not-started', notStarted(command, lastLines, thrown), { cause: thrown })
  }
  return createAtelier(client)
}

function createAtelier(client: Client): Atelier {
  const call: Atelier['call'] = async (tool, parameters, { signal, onProgress } = {}) => {
    const reply = await client
      .callTool(
        { name: tool, arguments: { ...parameters } },
        {
          timeout: longestCallMs,
          ...(signal && { signal }),
          ...(onProgress && {
            onprogress: ({ progress, message }) => onProgress(progress, message ?? ''),
          }),
        },
      )
      .catch((thrown: unknown) => {
        throw toAtelierError(thrown, { signal, isOpen: client.transport !== undefined })
      })
    return resultOf(reply) as ToolResult<typeof tool>
  }
  return {
    version: client.getServerVersion()?.version ?? '',
    call,
    plan: (tool, parameters) => call(tool, { ...parameters, estimate_only: true }),
    close: () => client.close(),
    [Symbol.asyncDispose]: () => client.close(),
  }
}

/** @throws AtelierError */
function resultOf({ isError, content, structuredContent, _meta }: Awaited<ReturnType<Client['callTool']>>): unknown {
  if (isError !== true) return structuredContent
  // A tool that made no image says why in its result.
  const { error, error_code: errorCode } = (structuredContent ?? {}) as { error?: unknown; error_code?: unknown }
  const text = content.flatMap((each) => (each.type === 'text' ? [each.text] : [])).join('\n')
  const code = (errorCode ?? _meta?.['atelier/error_code'] ?? 'request/invalid') as AtelierErrorCode
  const message = typeof error === 'string' ? error : text.replace(/^[a-z]+\/[a-z-]+: /, '')
  throw new AtelierError(code, message, { result: structuredContent })
}

function toAtelierError(
  thrown: unknown,
  { signal, isOpen }: { readonly signal: AbortSignal | undefined; readonly isOpen: boolean },
): AtelierError {
  const options = { cause: thrown }
  if (signal?.aborted) return new AtelierError('request/cancelled', 'Canceled.', options)
  if (!isOpen) {
    return new AtelierError('client/closed', 'Atelier has ended, or the connection was closed.', options)
  }
  return new AtelierError('request/invalid', thrown instanceof Error ? thrown.message : String(thrown), options)
}

interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

function launchOf({ command, args = [], env, outputFolder, maxCostUsd }: ConnectOptions) {
  const launch = command === undefined ? ownLaunch() : { command, args, env: {} }
  // An Electron that works as Node.js starts programs of its own.
  const { ELECTRON_RUN_AS_NODE: _asNode, ...own } = process.env
  const inherited = Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    command: launch.command,
    args: [
      ...launch.args,
      'mcp',
      '--trusted',
      ...(outputFolder === undefined ? [] : ['--out', outputFolder]),
      ...(maxCostUsd === undefined ? [] : ['--max-cost-usd', String(maxCostUsd)]),
    ],
    env: { ...Object.fromEntries(inherited), ...launch.env, ...env },
  }
}

/** Written beside this file by `atelier client`. */
function ownLaunch(): Launch {
  try {
    return JSON.parse(readFileSync(new URL('program.json', import.meta.url), 'utf8')) as Launch
  } catch {
    return { command: 'atelier', args: [], env: {} }
  }
}

/** Of what the program said before it ended. */
const linesKept = 5

function readLines({ stderr }: StdioClientTransport, onMessage: ConnectOptions['onMessage']): readonly string[] {
  const last: string[] = []
  let rest = ''
  // A character may come in two parts.
  const decoder = new TextDecoder()
  stderr?.on('data', (bytes: Buffer) => {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      last.push(line)
      if (last.length > linesKept) last.shift()
      if (onMessage) onMessage(line)
      else process.stderr.write(`${line}\n`)
    }
  })
  return last
}

function notStarted(command: string, lines: readonly string[], thrown: unknown): string {
  const reason = lines.length > 0 ? lines.join(' ') : thrown instanceof Error ? thrown.message : String(thrown)
  return `Atelier could not be started as “${command}”: ${reason} Install it, write this library again with “atelier client”, or name the program with “command”.`
}
