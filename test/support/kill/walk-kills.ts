import { createHash } from 'node:crypto'
import fs from 'node:fs'
import promises from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { dirname, join } from 'node:path'
import { DatabaseSync, StatementSync } from 'node:sqlite'

/** What a kill after one step of the work would leave. */
export interface Remains {
  /** `rename 3`: the kind of step, and how many came before it. */
  readonly point: string
  /** A copy of everything. */
  readonly folder: string
  /** What had been acknowledged by then. */
  readonly said: readonly string[]
}

/** What changes files: in `node:fs/promises`, in `node:fs`, in streams, on an open file, and in SQLite. */
const steps = {
  promises:
    'appendFile chmod copyFile cp link mkdir mkdtemp open rename rm rmdir symlink truncate unlink utimes writeFile',
  sync: 'closeSync copyFileSync fsyncSync linkSync mkdirSync openSync renameSync rmSync unlinkSync writeFileSync writeSync',
  stream: 'open write writev fsync',
  handle: 'appendFile datasync sync truncate write writeFile writev',
}

/** No process has this number: what the work leaves is that of one which has ended. */
const endedProcessId = 2 ** 22 + 1

type Method = (...args: unknown[]) => unknown

/**
 * Runs `work` once in this process and copies `folder` after each step that changed it, and once more with a written
 * file cut in half: what a kill at any moment would leave. The work is not stopped, since a copy shows as much. Then
 * checks each copy and returns how many there were.
 */
export async function walkKills(
  folder: string,
  work: (say: (line: string) => void) => Promise<void>,
  check: (remains: Remains) => Promise<unknown>,
): Promise<number> {
  const walk = new Walk(folder)
  try {
    try {
      await walk.begin()
      await work((line) => walk.say(line))
    } finally {
      walk.end()
    }
    for (const remains of walk.remains) {
      await check(remains).catch((thrown: unknown) => {
        const why = thrown instanceof Error ? thrown.message : String(thrown)
        throw new Error(`A kill after “${remains.point}” is not recovered from: ${why}`, { cause: thrown })
      })
    }
    return walk.remains.length
  } finally {
    await walk.remove()
  }
}

class Walk {
  readonly remains: Remains[] = []
  readonly #said: string[] = []
  readonly #folder: string
  readonly #copies: string
  readonly #undo: (() => void)[] = []
  readonly #opened = new WeakMap<object, string>()
  readonly #descriptors = new Map<unknown, string>()
  #last = ''
  #filesAtLast = 0
  #steps = 0
  /** While it copies, and after it: Node itself keeps what it finds in `fs` when a part of it is first used. */
  #isPaused = false

  constructor(folder: string) {
    this.#folder = folder
    this.#copies = fs.mkdtempSync(`${folder}-remains-`)
  }

  async begin(): Promise<void> {
    const handle = await promises.open(process.execPath)
    const handles = Object.getPrototypeOf(handle) as object
    await handle.close()
    this.#last = this.#signature(this.#names())
    this.#copy('nothing')
    const pid = Object.getOwnPropertyDescriptor(process, 'pid')!
    Object.defineProperty(process, 'pid', { ...pid, value: endedProcessId })
    this.#undo.push(() => Object.defineProperty(process, 'pid', pid))
    for (const name of steps.promises.split(' ')) this.#wrap(promises, name)
    for (const name of steps.sync.split(' ')) this.#wrap(fs, name)
    for (const name of steps.stream.split(' ')) this.#wrapStep(name)
    for (const name of steps.handle.split(' ')) this.#wrap(handles, name)
    this.#wrap(DatabaseSync.prototype, 'exec')
    this.#wrap(StatementSync.prototype, 'run')
    syncBuiltinESMExports()
  }

  /** What is on disk now has been acknowledged, and must still be there if the kill comes only now. */
  say(line: string): void {
    this.#keep('acknowledged', null)
    this.#said.push(line)
    const last = this.remains.pop()!
    this.remains.push({ ...last, said: [...this.#said] })
  }

  remove(): Promise<void> {
    return promises.rm(this.#copies, { recursive: true, force: true })
  }

  end(): void {
    this.#isPaused = true
    for (const undo of this.#undo.splice(0)) undo()
    syncBuiltinESMExports()
  }

  #wrap(target: object, name: string): void {
    const methods = target as Record<string, Method>
    const real = methods[name]!
    const done = (self: object, args: readonly unknown[], value: unknown): void => {
      if (name === 'open') this.#opened.set(value as object, String(args[0]))
      if (name === 'openSync') this.#descriptors.set(value, String(args[0]))
      const written = /^(append|write)/.test(name)
        ? (this.#opened.get(self) ?? this.#descriptors.get(args[0]) ?? String(args[0]))
        : null
      this.#keep(name, written)
    }
    const isPaused = () => this.#isPaused
    const keepAfter = async (self: object, args: readonly unknown[], promised: Promise<unknown>): Promise<unknown> => {
      const value = await promised
      done(self, args, value)
      return value
    }
    methods[name] = function (this: object, ...args: unknown[]): unknown {
      const value = Reflect.apply(real, this, args)
      if (isPaused()) return value
      if (value instanceof Promise) return keepAfter(this, args, value)
      done(this, args, value)
      return value
    }
    this.#undo.push(() => void (methods[name] = real))
  }

  /** What a stream of `node:fs` calls, each with what to do once it is done. */
  #wrapStep(name: string): void {
    const methods = fs as unknown as Record<string, Method>
    const real = methods[name]!
    const done = (first: unknown, value: unknown): void => {
      if (this.#isPaused) return
      if (name === 'open') this.#descriptors.set(value, String(first))
      this.#keep(name, name.startsWith('write') ? (this.#descriptors.get(first) ?? null) : null)
    }
    methods[name] = (...args: unknown[]): unknown => {
      const next = args.at(-1) as Method
      return real(...args.slice(0, -1), (problem: unknown, ...values: unknown[]) => {
        if (problem === null) done(args[0], values[0])
        next(problem, ...values)
      })
    }
    this.#undo.push(() => void (methods[name] = real))
  }

  #keep(step: string, written: string | null): void {
    this.#isPaused = true
    try {
      const signature = ofWhatStays(() => {
        const names = this.#names()
        // A statement changes what a kill leaves only when it is committed, or makes a file.
        if (step === 'run' && names.length === this.#filesAtLast) return null
        const found = this.#signature(names)
        this.#filesAtLast = names.length
        return found
      })
      if (signature === null) return
      const point = `${step} ${this.#steps++}`
      if (signature === this.#last) return
      this.#last = signature
      if (written?.startsWith(this.#folder) === true && fs.existsSync(written)) {
        const halved = join(this.#copy(`${point}, half of it`), written.slice(this.#folder.length))
        if (fs.existsSync(halved)) fs.truncateSync(halved, Math.floor(fs.statSync(halved).size / 2))
      }
      this.#copy(point)
    } finally {
      this.#isPaused = false
    }
  }

  /** With all of its temporaries, but without what SQLite shares between processes, which a kill does not leave valid. */
  #copy(point: string): string {
    const folder = join(this.#copies, String(this.remains.length), 'home')
    ofWhatStays(() => {
      fs.rmSync(dirname(folder), { recursive: true, force: true })
      fs.mkdirSync(dirname(folder), { recursive: true })
      fs.cpSync(this.#folder, folder, { recursive: true, filter: (path) => !path.endsWith('-shm') })
      for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }))
        keepTimes(this.#folder, folder, name)
    })
    this.remains.push({ point, folder, said: [...this.#said] })
    return folder
  }

  #names(): string[] {
    const names = fs.readdirSync(this.#folder, { recursive: true, encoding: 'utf8' })
    return names.filter((name) => !name.endsWith('-shm')).toSorted()
  }

  /** Changes whenever anything on disk does. */
  #signature(names: readonly string[]): string {
    const hash = createHash('md5')
    for (const name of names) {
      const path = join(this.#folder, name)
      hash.update(`${name}\0`)
      if (fs.lstatSync(path).isFile()) hash.update(fs.readFileSync(path))
    }
    return hash.digest('hex')
  }
}

/** Repeats `look` while files vanish under it: those that the work deletes on threads of its own, several at once. */
function ofWhatStays<Found>(look: () => Found): Found {
  for (let attempt = 1; ; attempt++) {
    try {
      return look()
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT' || attempt === 20) throw thrown
    }
  }
}

/** Copied times lose their last digits: in the middle of a millisecond, that makes no other one of it. */
function keepTimes(from: string, to: string, name: string): void {
  const { mtimeMs } = fs.lstatSync(join(from, name))
  const seconds = (Math.trunc(mtimeMs) + 0.5) / 1_000
  fs.utimesSync(join(to, name), seconds, seconds)
}
