import type { ReadStream, WriteStream } from 'node:tty'
import { app, Menu } from 'electron'
import type { ContentFilter } from '../../shared/domain/generation.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import { endProgram } from '../platform/end-program.ts'
import type { FileLogger } from '../platform/logger.ts'
import type { LibraryReading } from '../read-library.ts'
import type { CommandContext, EarlyContext } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { isQuick } from './load-commands.ts'
import { toPrintedText } from './printed-text.ts'
import type { StartContext } from './run-command.ts'

export interface CommandLineProgram extends Pick<CommandContext, 'paths' | 'appVersion'> {
  readonly args: readonly string[]
  readonly logger: FileLogger
  /** Loads what most commands need. Called once, unless the command needs none of it. */
  open(): Promise<OpenProgram>
  /** Called once, by a command that lists images. `open` opens the program on its first call. */
  readLibrary(open: () => Promise<OpenProgram>): Promise<LibraryReading>
}

/** What the program's services are opened by. */
export interface OpenProgram extends Pick<CommandContext, 'services' | 'secrets' | 'settings' | 'configuration'> {
  covering(): Promise<ContentFilter | null>
  /** Begins what `services` will wait for. */
  prepareServices(): void
  /** Flushes and closes everything that was opened. */
  close(): Promise<void>
}

const patienceMs = 3_000

/** Writes the version and exits. Must be called before the app is ready. */
export function printVersion(): void {
  startWithoutWindow()
  process.stdout.write(`${app.getVersion()}\n`)
  void drained(process.stdout).then(() => endProgram(exitCodes.done))
}

function startWithoutWindow(): void {
  app.disableHardwareAcceleration()
  app.dock?.hide()
  // Electron would create a default one.
  Menu.setApplicationMenu(null)
}

/** Runs one command without a window and exits. Must be called before the app is ready. */
export function startCommandLine(program: CommandLineProgram): void {
  startWithoutWindow()
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe)
  const controller = new AbortController()
  // Ctrl+C and termination requests reach Electron first, which would quit at once with exit code 0.
  app.on('before-quit', (event) => {
    event.preventDefault()
    controller.abort()
  })
  const opened = openOnce(program)
  // A failure is reported by the command that waits for it.
  if (!isQuick(program.args)) opened.program().catch(() => undefined)
  // Loaded here because the window's startup needs no commands.
  void import('./run-command.ts')
    .then(({ runCommand }) =>
      runCommand(program.args, contextOf(program, opened, controller.signal), outputOf(program)),
    )
    .catch((thrown: unknown) => {
      process.stderr.write(`${toPrintedText(toErrorData(thrown).message)}\n`)
      return exitCodes.failed
    })
    .then((exitCode) => end(program.logger, opened, exitCode))
}

type Opened = ReturnType<typeof openOnce>

/** Opens at most once what is needed, and closes what was opened. */
function openOnce({ args, open, readLibrary }: CommandLineProgram) {
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

/** A reader may close the pipe early (`| head`): the command still completes. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function contextOf({ paths, appVersion }: CommandLineProgram, opened: Opened, signal: AbortSignal): StartContext {
  const early: EarlyContext = {
    paths,
    appVersion,
    services: async (places) => {
      const [program] = await Promise.all([opened.program(), app.whenReady()])
      return program.services(places)
    },
    libraryImages: opened.images,
    signal,
    workingFolder: process.cwd(),
  }
  return {
    ...early,
    isTerminal: process.stdout.isTTY,
    async prepare() {
      const { secrets, settings, configuration } = await opened.program()
      await Promise.all([app.whenReady(), settings.load()])
      return {
        ...early,
        secrets,
        settings,
        configuration,
        reportProgress: (line) => void process.stderr.write(`${toPrintedText(line)}\n`),
        readSecret: (prompt) => readSecret(prompt, process.stdin, process.stderr),
        readBytes: () => readBytes(process.stdin),
      }
    },
  }
}

function outputOf({ logger }: CommandLineProgram) {
  return {
    logger,
    print: (text: string) => void process.stdout.write(`${text}\n`),
    writeBytes: (bytes: Uint8Array) => void process.stdout.write(bytes),
    write: (stream: 'out' | 'err', text: string) => void process[`std${stream}`].write(text),
    complain: (text: string) => void process.stderr.write(`${toPrintedText(text.replaceAll(/\s*\n\s*/g, ' '))}\n`),
  }
}

async function end(logger: FileLogger, { close }: Opened, exitCode: number): Promise<void> {
  const timer = setTimeout(() => app.exit(exitCode), patienceMs)
  await close().catch((thrown: unknown) => logger.error('quit.failed', { error: thrown }))
  await logger.flush()
  await Promise.all([drained(process.stdout), drained(process.stderr)])
  clearTimeout(timer)
  await endProgram(exitCode)
}

async function readBytes(stream: NodeJS.ReadStream): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return new Uint8Array(Buffer.concat(chunks))
}

/** A pipe may still hold printed output. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}

const enter = /[\r\n]/

const ctrlC = '\u0003'

const ctrlD = '\u0004'

/**
 * Reads a key from standard input: all of it from a pipe, one line without echo in a terminal. Empty when the user
 * gives up.
 */
async function readSecret(prompt: string, input: ReadStream, output: Pick<WriteStream, 'write'>): Promise<string> {
  input.setEncoding('utf8')
  if (!input.isTTY) return readAll(input)
  output.write(`${prompt} `)
  input.setRawMode(true)
  try {
    return await readLine(input)
  } finally {
    input.setRawMode(false)
    input.pause()
    output.write('\n')
  }
}

async function readAll(input: ReadStream): Promise<string> {
  let text = ''
  for await (const part of input) text += String(part)
  return text
}

function readLine(input: ReadStream): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let line = ''
  input.on('data', (part) => {
    const text = String(part)
    line += text
    if (text.includes(ctrlC)) resolve('')
    else if (enter.test(text) || text.includes(ctrlD)) resolve(line.split(enter)[0]?.replace(ctrlD, '') ?? '')
  })
  input.on('end', () => resolve(line))
  return promise
}
