import type { Readable, Writable } from 'node:stream'
import { Duplex } from 'node:stream'
import { resolve } from 'node:path'
import type { ContentFilter } from '../../../shared/domain/generation.ts'
import { toErrorData } from '../../../shared/errors/index.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { FileLogger } from '../../platform/logger.ts'
import type { LibraryReading } from '../../read-library.ts'
import type { CommandContext, CommandInput, EarlyContext, Environment, InstalledProgram, Places } from './command.ts'
import type { CommandOutput, StartContext } from './dispatch-command.ts'
import { exitCodes } from './exit-codes.ts'
import { isQuick } from './load-commands.ts'
import { toPrintedText } from '../printed-text.ts'
import { readSecret } from '../services/read-secret.ts'

/** Standard output or error. */
export type CommandStream = Writable & Partial<Pick<NodeJS.WriteStream, 'isTTY'>>

/** A command as somebody gave it: everything that it takes from its surroundings. */
export interface Invocation {
  readonly args: readonly string[]
  /** The configuration file that it names. */
  readonly configPath?: string
  /** With the keys. */
  readonly env: Environment
  /** Base for relative paths. */
  readonly cwd: string
  /** Of the home, in which no change is pending. */
  readonly paths: HomePaths
  readonly stdin: CommandInput
  readonly stdout: CommandStream
  readonly stderr: CommandStream
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
}

/** What a command is run by: one for each invocation. */
export interface CommandProgram {
  readonly appVersion: string
  readonly logger: FileLogger
  /** Resolves when Electron can be used. */
  whenReady(): Promise<void>
  /** Loads what most commands need. Called once, unless the command needs none of it. */
  open(): Promise<OpenProgram>
  /** Called once, by a command that lists images. `open` opens the program on its first call. */
  readLibrary(open: () => Promise<OpenProgram>): Promise<LibraryReading>
  installed(): Promise<InstalledProgram>
}

/** What the program's services are opened by. */
export interface OpenProgram extends Pick<CommandContext, 'services' | 'secrets' | 'settings' | 'configuration'> {
  covering(): Promise<ContentFilter | null>
  /** Begins what `services` will wait for. */
  prepareServices(): void
  /** Flushes and closes everything that was opened. */
  close(): Promise<void>
}

/** How long closing may take; what is written is on disk before. */
const patienceMs = 3_000

/**
 * Runs one command, closes what it opened, and returns the exit code. Depends on nothing but its parameters: a process
 * may run any number of commands, each in a home of its own.
 */
export async function runCommand(invocation: Invocation, program: CommandProgram): Promise<number> {
  const { args, stderr } = invocation
  const opened = openOnce(args, program)
  // A failure is reported by the command that waits for it.
  if (!isQuick(args)) opened.program().catch(() => undefined)
  const exitCode = await dispatch(invocation, program, opened).catch((thrown: unknown) => {
    stderr.write(`${toPrintedText(toErrorData(thrown).message)}\n`)
    return exitCodes.failed
  })
  await atMost(patienceMs, close(invocation, program, opened))
  return exitCode
}

/** The commands are loaded while the program opens. */
async function dispatch(invocation: Invocation, program: CommandProgram, opened: Opened): Promise<number> {
  const { dispatchCommand } = await import('./dispatch-command.ts')
  const output = { ...outputOf(invocation), logger: program.logger }
  return dispatchCommand(invocation.args, contextOf(invocation, program, opened), output)
}

type Opened = ReturnType<typeof openOnce>

/** Opens at most once what is needed, and closes what was opened. */
function openOnce(args: readonly string[], { open, readLibrary }: CommandProgram) {
  let opening: Promise<OpenProgram> | null = null
  let reading: Promise<LibraryReading> | null = null

  async function openPrepared(): Promise<OpenProgram> {
    const program = await open()
    if (opensLibrary(args)) program.prepareServices()
    return program
  }

  const program = () => (opening ??= openPrepared())
  return {
    program,
    images: async () => (await (reading ??= readLibrary(program))).images,
    async close() {
      const read = await reading?.catch(() => null)
      read?.close()
      await (await opening?.catch(() => null))?.close()
    },
  }
}

/** Commands of a fraction of a second: their library opens while Electron starts. */
function opensLibrary([first = '', ...rest]: readonly string[]): boolean {
  return ['show', 'export'].includes(first) && !rest.some((arg) => arg === '--help' || arg === '-h')
}

function contextOf(invocation: Invocation, program: CommandProgram, opened: Opened): StartContext {
  const { paths, env, cwd, signal, stdout, stderr } = invocation
  const early: EarlyContext = {
    paths,
    appVersion: program.appVersion,
    env,
    services: async (places) => {
      const [open] = await Promise.all([opened.program(), program.whenReady()])
      return open.services(places && resolvePlaces(places, cwd))
    },
    libraryImages: opened.images,
    signal,
    workingFolder: cwd,
  }
  return {
    ...early,
    isTerminal: stdout.isTTY === true,
    async prepare() {
      const { secrets, settings, configuration } = await opened.program()
      await Promise.all([program.whenReady(), settings.load()])
      return {
        ...early,
        secrets,
        settings,
        configuration,
        reportProgress: (line) => void stderr.write(`${toPrintedText(line)}\n`),
        readSecret: (prompt) => readSecret(prompt, invocation.stdin, stderr),
        readBytes: () => readBytes(invocation.stdin),
        openStreams: () => Duplex.from({ readable: invocation.stdin, writable: stdout }),
        installed: program.installed,
      }
    },
  }
}

/** Relative paths are those of whoever gave the command, not of the process. */
function resolvePlaces({ configPath }: Places, folder: string): Places {
  return configPath === undefined ? {} : { configPath: resolve(folder, configPath) }
}

function outputOf({ stdout, stderr }: Invocation): CommandOutput {
  const streams = { out: stdout, err: stderr }
  return {
    print: (text) => void stdout.write(`${text}\n`),
    writeBytes: (bytes) => void stdout.write(bytes),
    write: (stream, text) => void streams[stream].write(text),
    complain: (text) => void stderr.write(`${toPrintedText(text.replaceAll(/\s*\n\s*/g, ' '))}\n`),
  }
}

async function close({ stdout, stderr }: Invocation, { logger }: CommandProgram, opened: Opened): Promise<void> {
  await opened.close().catch((thrown: unknown) => logger.error('quit.failed', { error: thrown }))
  await logger.flush()
  await Promise.all([drained(stdout), drained(stderr)])
}

/** Work that hangs must not keep a command from ending. */
async function atMost(ms: number, work: Promise<void>): Promise<void> {
  const { promise, resolve: giveUp } = Promise.withResolvers<void>()
  const timer = setTimeout(giveUp, ms)
  await Promise.race([work, promise])
  clearTimeout(timer)
}

async function readBytes(stream: Readable): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return new Uint8Array(Buffer.concat(chunks))
}

/** A pipe may still hold printed output. */
function drained(stream: Writable): Promise<void> {
  return new Promise((done) => {
    stream.write('', () => done())
  })
}
