import { createHash } from 'node:crypto'
import { chmod, lstat, readdir, rm, writeFile } from 'node:fs/promises'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/agents.ts'
import { createFolder } from '../pure/create-folder.ts'

export interface LocalListener {
  /** Ends all connections. */
  close(): Promise<void>
}

/**
 * Accepts connections from other processes of this user for the library at `home`. At most one process does at a time:
 * what a killed one left is replaced, a living one never. On Windows, the name of the pipe does not keep another user
 * from taking it first.
 * @throws storage/locked if another process does, storage/read-only if no folder is private enough
 */
export async function listenLocal(home: string, onConnection: (stream: Duplex) => void): Promise<LocalListener> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    // Without a listener, a client that is killed would end this process. `close` follows.
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
    onConnection(socket)
  })
  await (process.platform === 'win32' ? claimPipe(server, home) : claimFolder(server, home))
  // Too many open files, for example: the next connection may succeed.
  server.on('error', () => undefined)
  return {
    close: () => {
      for (const socket of open) socket.destroy()
      return closeServer(server)
    },
  }
}

/** Connects to the process that owns the library at `home`; null = none does. @throws storage/locked if it is too busy */
export async function connectLocal(home: string): Promise<Duplex | null> {
  if (process.platform === 'win32') return found(await connect(pipeName(home)))
  for (const folder of socketFolders(home)) {
    if (!(await isPrivate(folder))) continue
    // It may just be replaced by the next one.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const socket = found(await connect(join(folder, String(await latestIn(folder)))))
      if (socket !== null) return socket
    }
  }
  return null
}

/** The shortest limit of all systems (macOS: 104), with the final zero. */
const pathBytesMax = 103
const digitsMax = 10

/**
 * The folders a socket may be in, in order of preference. Derived from the user and the home alone: a client often
 * starts without the environment of the desktop.
 */
export function socketFolders(home: string): string[] {
  const uid = process.getuid?.() ?? 0
  const name = `atelier-${uid}-${hashOf(home)}`
  const folders = [join(home, 'app-data', 'agents'), join('/run/user', String(uid), name), join('/tmp', name)]
  return folders.filter((folder) => Buffer.byteLength(folder) + 1 + digitsMax <= pathBytesMax)
}

async function claimFolder(server: Server, home: string): Promise<void> {
  for (const folder of socketFolders(home)) {
    if (!(await makePrivate(folder))) continue
    try {
      return await claimNumber(server, folder)
    } catch (thrown) {
      // Some network disks hold no sockets.
      if (thrown instanceof AppError) throw thrown
    }
  }
  throw new AppError('storage/read-only', messages.socketNotPossible({ folder: join(home, 'app-data') }))
}

/**
 * Sockets are numbered, and each process that takes over uses the next number: so a late one cannot take the place of a
 * living socket for that of a dead one. The last number is kept as a file, because a socket disappears when it closes.
 */
async function claimNumber(server: Server, folder: string): Promise<void> {
  for (;;) {
    const latest = await latestIn(folder)
    if (await isListening(join(folder, String(latest)))) throw new AppError('storage/locked', messages.socketTaken)
    const number = latest + 1
    if (!(await bind(server, join(folder, String(number))))) continue
    try {
      if ((await latestIn(folder)) === number) {
        await chmod(join(folder, String(number)), 0o600)
        await writeFile(join(folder, `${number}.last`), '', { mode: 0o600 })
        return await removeBelow(folder, number)
      }
    } catch (thrown) {
      await closeServer(server)
      throw thrown
    }
    await closeServer(server)
  }
}

async function removeBelow(folder: string, number: number): Promise<void> {
  const names = await readdir(folder)
  await Promise.all(
    names.filter((name) => numberOf(name) < number).map((name) => rm(join(folder, name), { force: true })),
  )
}

async function latestIn(folder: string): Promise<number> {
  return Math.max(0, ...(await readdir(folder)).map((name) => numberOf(name)))
}

/** Names that are not ours count as 0, so that they are removed. */
function numberOf(name: string): number {
  return Number(/^(\d{1,10})(?:\.last)?$/.exec(name)?.[1] ?? 0)
}

/** Creates the folder if needed. False if another user could get at it, or own it. */
async function makePrivate(folder: string): Promise<boolean> {
  try {
    await createFolder(folder)
    const stats = await lstat(folder)
    if (stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) !== 0)
      await chmod(folder, 0o700)
    return await isPrivate(folder)
  } catch {
    return false
  }
}

async function isPrivate(folder: string): Promise<boolean> {
  try {
    const stats = await lstat(folder)
    return stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0
  } catch {
    return false
  }
}

async function claimPipe(server: Server, home: string): Promise<void> {
  if (!(await bind(server, pipeName(home)))) throw new AppError('storage/locked', messages.socketTaken)
}

function pipeName(home: string): string {
  return `\\\\.\\pipe\\atelier-${hashOf(`${userInfo().username}\n${home.toLowerCase()}`)}`
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24)
}

/** False if the path is taken. */
function bind(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error))
    server.once('error', onError)
    server.listen(path, () => {
      server.off('error', onError)
      resolve(true)
    })
  })
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

type Attempt = Socket | 'nobody' | 'refused' | 'busy'

function connectOnce(path: string): Promise<Attempt> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    socket.once('connect', () => resolve(socket))
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ENOENT') resolve('nobody')
      else resolve(code === 'ECONNREFUSED' || code === 'ENOTSOCK' ? 'refused' : 'busy')
    })
  })
}

/** A queue of connections that was full has room again after a moment; on a busy computer, after seconds (10 in all). */
const busyTries = 60
const busyPauseMsMax = 200

async function connect(path: string): Promise<Attempt> {
  for (let tries = 1; ; tries += 1) {
    const attempt = await connectOnce(path)
    if (attempt !== 'busy' || tries === busyTries) return attempt
    await sleep(Math.min(20 * tries, busyPauseMsMax))
  }
}

function found(attempt: Attempt): Socket | null {
  if (attempt === 'busy') throw new AppError('storage/locked', messages.socketBusy)
  return typeof attempt === 'string' ? null : attempt
}

/** A socket refuses connections for a moment between its creation and the call that accepts them. */
const refusedTries = 3
const refusedPauseMs = 100

/** Only a socket that nobody accepts connections on counts as dead: a busy one is alive. */
async function isListening(path: string): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    const attempt = await connectOnce(path)
    if (attempt === 'nobody') return false
    if (attempt === 'refused' && tries === refusedTries) return false
    if (attempt === 'busy') return true
    if (typeof attempt !== 'string') {
      attempt.destroy()
      return true
    }
    await sleep(refusedPauseMs)
  }
}
