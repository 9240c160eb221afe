import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { app } from 'electron'
import { version } from '../../../package.json'
import { readPlaces, runCommand, type InstalledProgram, type Invocation } from '../../../src/main/automation/index.ts'
import { createCommandProgram, type CommandParts } from '../../../src/main/command-program.ts'
import type { SharedParts } from '../../../src/main/open-services.ts'
import { finishPending, marksFolder } from '../../../src/main/pending-changes/index.ts'
import { homePathsAt } from '../../../src/main/platform/home-paths.ts'
import { createLogger } from '../../../src/main/platform/logger.ts'
import { prepareNetwork } from '../../../src/main/platform/network/prepare-network.ts'
import { removeProcessMarks } from '../../../src/main/platform/pure/process-marks.ts'
import { toErrorData } from '../../../src/shared/errors/index.ts'
import { openShared } from './open-shared.ts'
import { readLines, relayFile, writeLine, type Asked, type ToHost } from './wire.ts'

// Electron without a window, in which the commands of tests run: each is a call of `runCommand` with a home of its own,
// instead of a start of the program. Arguments: the socket to listen at, the project's folder, a folder for Chromium.
// Database and imaging stay warm: a command finds them as it would have started them.

const [socketPath = '', projectRoot = '', profile = ''] = process.argv.slice(-3)
const builtFolder = join(projectRoot, 'out', 'main')

prepareNetwork()
app.disableHardwareAcceleration()
app.setPath('userData', profile)

/** What is written for others to start: the relay, whose commands run here. */
function installedFor(home: string): InstalledProgram {
  return {
    launch: () => ({
      command: process.execPath,
      args: [join(projectRoot, relayFile)],
      env: { ATELIER_HOME: home, ELECTRON_RUN_AS_NODE: '1' },
    }),
    clientFolder: join(projectRoot, 'out', 'client'),
  }
}

function serve(socket: Socket, shared: SharedParts): void {
  const controller = new AbortController()
  const stdin = new PassThrough()
  let isAsked = false
  const take = (value: unknown) => {
    if (!isAsked) {
      isAsked = true
      void run(value as Asked, { socket, stdin, signal: controller.signal, shared })
      return
    }
    const message = value as ToHost
    if ('input' in message) stdin.write(Buffer.from(message.input, 'base64'))
    else if ('inputEnds' in message) stdin.end()
    else controller.abort()
  }
  socket.on('error', () => controller.abort())
  readLines(socket, take)
}

interface Conversation {
  readonly socket: Socket
  readonly stdin: PassThrough
  readonly signal: AbortSignal
  readonly shared: SharedParts
}

async function run({ args, env, cwd, home }: Asked, { socket, stdin, signal, shared }: Conversation): Promise<void> {
  const stderr = outputOf(socket, 'err')
  let leave: (() => void) | null = null
  try {
    const paths = homePathsAt(finishPending(home, ({ message }) => stderr.write(`${message}\n`)))
    leave = enter(paths.root)
    const places = readPlaces(['', ...args], { isCommand: true, hasAppPath: false })
    const stdout = outputOf(socket, 'out')
    const invocation: Invocation = { ...places, args, env, cwd, paths, stdin, stdout, stderr, signal }
    const parts: CommandParts = {
      appVersion: version,
      logger: createLogger({ folder: paths.logs }),
      builtFolder,
      resources: join(projectRoot, 'resources'),
      whenReady: () => app.whenReady(),
      installed: () => Promise.resolve(installedFor(home)),
      shared,
    }
    const code = await runCommand(invocation, createCommandProgram(invocation, parts))
    writeLine(socket, { code })
  } catch (thrown) {
    stderr.write(`${toErrorData(thrown).message}\n`)
    writeLine(socket, { code: 1 })
  }
  leave?.()
  socket.end()
}

/** How many commands are at work in each home. */
const users = new Map<string, number>()

/** Counts a command in a home, and returns what ends its use. With the last one goes the mark of this process. */
function enter(home: string): () => void {
  users.set(home, (users.get(home) ?? 0) + 1)
  return () => {
    const left = users.get(home)! - 1
    users.set(home, left)
    if (left > 0) return
    users.delete(home)
    removeProcessMarks(marksFolder(home))
  }
}

function outputOf(socket: Socket, name: 'out' | 'err'): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      socket.write(`${JSON.stringify({ [name]: chunk.toString('base64') })}\n`, () => done())
    },
  })
}

// Electron is not ready before this module has been evaluated.
void app.whenReady().then(() => {
  const shared = openShared(builtFolder)
  createServer((socket) => serve(socket, shared.parts)).listen(socketPath, () => console.log('ready'))
  process.stdin.on('end', () => void shared.end().finally(() => app.exit(0))).resume()
})
