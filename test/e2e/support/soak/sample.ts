import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SoakWorld } from './soak-world.ts'
import { weighHeap } from './weigh-heap.ts'

/** What was counted at one rest, by name. Bytes are in MB; all else are counts. */
export type Sample = Readonly<Record<string, number>>

/**
 * Counts everything that must not grow with use. Collects garbage first, in the window and in main. `weighsHeaps`: weighs
 * objects apart from compiled code, which grows for hours as V8 finds what to optimize; takes seconds.
 */
export async function takeSample(world: SoakWorld, weighsHeaps: boolean): Promise<Sample> {
  const { cdp, running, temporary } = world
  await cdp.send('HeapProfiler.collectGarbage')
  const main = await sampleMain(world)
  const heaps = weighsHeaps ? await weighHeaps(world) : {}
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find((each) => each.name === name)?.value ?? 0
  return {
    ...main,
    ...heaps,
    'window: heap MB': metric('JSHeapUsedSize') / 2 ** 20,
    'window: DOM nodes': metric('Nodes'),
    'window: listeners': metric('JSEventListeners'),
    'window: documents': metric('Documents'),
    ...sampleProcesses(running.child.pid!),
    'files: temporary': countFiles(temporary),
    ...countHome(running.home),
  }
}

async function weighHeaps({ cdp, running, outside }: SoakWorld): Promise<Sample> {
  const path = join(outside, 'main.heapsnapshot')
  await running.app.evaluate(async (_electron, to) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(to)
  }, path)
  const main = weighHeap(readFileSync(path, 'utf8'))
  rmSync(path)
  const chunks: string[] = []
  const take = ({ chunk }: { readonly chunk: string }) => void chunks.push(chunk)
  cdp.on('HeapProfiler.addHeapSnapshotChunk', take)
  await cdp.send('HeapProfiler.takeHeapSnapshot', {})
  cdp.off('HeapProfiler.addHeapSnapshotChunk', take)
  const window = weighHeap(chunks.join(''))
  return {
    'window: objects MB': window.objectsMb,
    'window: code MB': window.codeMb,
    'main: objects MB': main.objectsMb,
    'main: code MB': main.codeMb,
  }
}

interface MainFacts {
  readonly heapMb: number
  readonly externalMb: number
  readonly resources: Readonly<Record<string, number>>
  readonly listeners: number
  readonly databaseMb: number
  readonly freeMb: number
  readonly walMb: number
  readonly rows: Readonly<Record<string, number>>
}

async function sampleMain({ running }: SoakWorld): Promise<Sample> {
  const { app, home } = running
  const facts: MainFacts = await app.evaluate(readMain, join(home, 'atelier.db'))
  const named = (prefix: string, counts: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [`${prefix}: ${name}`, count]))
  return {
    'main: heap MB': facts.heapMb,
    'main: external MB': facts.externalMb,
    'main: listeners': facts.listeners,
    ...named('main', facts.resources),
    'database: used MB': facts.databaseMb - facts.freeMb,
    'database: WAL MB': facts.walMb,
    ...named('rows', facts.rows),
  }
}

/** Runs in main: everything it uses is inside. */
async function readMain(
  { app, ipcMain, webContents }: typeof Electron.CrossProcessExports,
  file: string,
): Promise<MainFacts> {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  const { runInNewContext } = process.getBuiltinModule('node:vm')
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  const { statSync } = process.getBuiltinModule('node:fs')
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let turn = 0; turn < 2; turn += 1) {
    collect()
    // What was let go of is finalized in tasks of V8's own, which nothing announces.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { heapUsed, external } = process.memoryUsage()
  const resources: Record<string, number> = {}
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1
  const emitters = [app, ipcMain, process, ...webContents.getAllWebContents()] as NodeJS.EventEmitter[]
  const listeners = emitters.flatMap((emitter) => emitter.eventNames().map((name) => emitter.listenerCount(name)))
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const db = new DatabaseSync(file, { readOnly: true })
  const count = (sql: string) => Number(Object.values(db.prepare(sql).get()!)[0])
  const rows: Record<string, number> = {}
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'`).all()
  for (const { name } of tables) rows[String(name)] = count(`SELECT count(*) FROM "${String(name)}"`)
  const page = count('PRAGMA page_size')
  const [pages, free] = [count('PRAGMA page_count'), count('PRAGMA freelist_count')]
  db.close()
  return {
    heapMb: heapUsed / 2 ** 20,
    externalMb: external / 2 ** 20,
    resources,
    listeners: listeners.reduce((sum, each) => sum + each, 0),
    databaseMb: (page * pages) / 2 ** 20,
    freeMb: (page * free) / 2 ** 20,
    walMb: sizeOf(`${file}-wal`) / 2 ** 20,
    rows,
  }
}

/** Reads what Linux says of the program and all that it started; nothing on other systems. */
function sampleProcesses(mainPid: number): Sample {
  if (process.platform !== 'linux') return {}
  const parents = new Map(readdirSync('/proc').flatMap((name) => parentOf(name)))
  const isOurs = (pid: number): boolean => pid === mainPid || (parents.has(pid) && isOurs(parents.get(pid)!))
  const ours = [...parents.keys()].filter(isOurs)
  const sample: Record<string, number> = { 'processes: all': ours.length }
  const add = (name: string, value: number) => (sample[name] = (sample[name] ?? 0) + value)
  for (const pid of ours) {
    const role = pid === mainPid ? 'main' : roleOf(pid)
    const status = read(`/proc/${pid}/status`)
    add(`${role}: memory MB`, numberAfter(status, 'RssAnon') / 1_024)
    add(`${role}: threads`, numberAfter(status, 'Threads'))
    for (const [kind, count] of openFiles(pid)) add(`${role}: ${kind}`, count)
  }
  return sample
}

function parentOf(name: string): [number, number][] {
  const pid = Number(name)
  if (!Number.isInteger(pid)) return []
  const status = read(`/proc/${pid}/status`)
  return status === '' ? [] : [[pid, numberAfter(status, 'PPid')]]
}

/** Chromium names what a child is for in its arguments. */
function roleOf(pid: number): string {
  const line = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
  const type = /--type=([\w-]+)/.exec(line)?.[1] ?? 'other'
  const service = /--utility-sub-type=\w+\.mojom\.(\w+)/.exec(line)?.[1]
  return { renderer: 'window', utility: service ?? 'utility' }[type] ?? type
}

/** Open files, sockets and the like of one process. */
function openFiles(pid: number): Map<string, number> {
  const kinds = new Map<string, number>()
  for (const name of list(`/proc/${pid}/fd`)) {
    const kind = kindOf(link(`/proc/${pid}/fd/${name}`))
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  }
  return kinds
}

function kindOf(target: string): string {
  if (target.startsWith('socket:')) return 'sockets'
  if (target.startsWith('pipe:')) return 'pipes'
  // Each worker thread has an event loop, and that has three of these.
  if (target.startsWith('anon_inode:')) return 'event handles'
  return target.startsWith('/memfd') || target.includes('/dev/shm') ? 'shared memory' : 'files'
}

/** The files of the home, apart from what Chromium keeps and the log, by the folder they are in. */
function countHome(home: string): Sample {
  const sample: Record<string, number> = {}
  for (const name of list(home)) if (!otherFolders.has(name)) sample[`files: ${name}`] = countFiles(join(home, name))
  return sample
}

const otherFolders: ReadonlySet<string> = new Set(['chromium', 'logs'])

function countFiles(folder: string): number {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
  } catch {
    return 1
  }
}

function numberAfter(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

// A process, and its files, may be gone by now.

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
