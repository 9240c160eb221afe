import type { ReadStream, WriteStream } from 'node:tty'
import { app, Menu } from 'electron'
import { toErrorData } from '../../shared/errors/index.ts'
import { endProgram } from '../platform/end-program.ts'
import type { FileLogger } from '../platform/logger.ts'
import type { CommandContext } from './command.ts'
import { exitCodes } from './exit-codes.ts'

export interface CommandLineProgram extends Pick<
  CommandContext,
  'paths' | 'appVersion' | 'services' | 'libraryImages' | 'secrets' | 'settings' | 'configuration'
> {
  readonly args: readonly string[]
  readonly logger: FileLogger
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
  if (opensLibrary(program.args)) program.prepareServices()
  // Loaded here because the window's startup needs no commands.
  void import('./run-command.ts')
    .then(({ runCommand }) => runCommand(program.args, contextOf(program, controller.signal), outputOf(program)))
    .catch((thrown: unknown) => {
      process.stderr.write(`${toErrorData(thrown).message}\n`)
      return exitCodes.failed
    })
    .then((exitCode) => end(program, exitCode))
}

/** Commands of a fraction of a second: their library opens while Electron starts. */
function opensLibrary([first = '', ...rest]: readonly string[]): boolean {
  return ['show', 'export'].includes(first) && !rest.some((arg) => arg === '--help' || arg === '-h')
}

/** A reader may close the pipe early (`| head`): the command still completes. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function contextOf(program: CommandLineProgram, signal: AbortSignal): CommandContext {
  const { paths, appVersion, settings, configuration, libraryImages, secrets } = program
  return {
    paths,
    appVersion,
    prepare: async ({ isEarly }) => {
      await Promise.all([isEarly ? null : app.whenReady(), settings.load()])
    },
    services: async (places) => {
      await app.whenReady()
      return program.services(places)
    },
    libraryImages,
    secrets,
    settings,
    configuration,
    signal,
    reportProgress: (line) => void process.stderr.write(`${line}\n`),
    workingFolder: process.cwd(),
    readSecret: (prompt) => readSecret(prompt, process.stdin, process.stderr),
    readBytes: () => readBytes(process.stdin),
  }
}

function outputOf({ logger }: CommandLineProgram) {
  return {
    logger,
    print: (text: string) => void process.stdout.write(`${text}\n`),
    writeBytes: (bytes: Uint8Array) => void process.stdout.write(bytes),
    write: (stream: 'out' | 'err', text: string) => void process[`std${stream}`].write(text),
    complain: (text: string) => void process.stderr.write(`${text.replaceAll(/\s*\n\s*/g, ' ')}\n`),
  }
}

async function end({ close, logger }: CommandLineProgram, exitCode: number): Promise<void> {
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
