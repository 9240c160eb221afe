import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Database } from '../../src/main/database/index.ts'
import { allOperations, type OperationName } from '../../src/main/database/queries/all-operations.ts'
import { inTransaction } from '../../src/main/database/worker/transaction.ts'
import type { CompositeOutcome } from '../../src/main/imaging/imaging.ts'
import { createJobs, type JobsOptions } from '../../src/main/jobs/jobs.ts'
import type { Jobs } from '../../src/main/jobs/jobs.ts'
import { createGrids } from '../../src/main/compare/grids.ts'
import type { Grids } from '../../src/main/compare/grids.ts'
import type { TriedStep } from '../../src/shared/domain/edit-plan.ts'
import { newId } from '../../src/main/platform/pure/new-id.ts'
import type { EditPlansOptions } from '../../src/main/edit-plans/edit-plans-options.ts'
import { createEditPlans } from '../../src/main/edit-plans/edit-plans.ts'
import type { PlanBatches } from '../../src/main/edit-plans/plan-batches.ts'
import type { EditPlans } from '../../src/main/edit-plans/edit-plans.ts'
import { createLedger } from '../../src/main/ledger/index.ts'
import type { KeptImage, NewResult, ReceivedNote, ReceivedImage } from '../../src/main/assets/assets.ts'
import type { ProviderSession, SessionOptions } from '../../src/main/providers/provider-manager.ts'
import type { Asset } from '../../src/shared/domain/asset.ts'
import type { JobSnapshot } from '../../src/shared/domain/job.ts'
import type { ModelRef, ProviderView } from '../../src/shared/domain/provider.ts'
import type { LedgerEntry } from '../../src/shared/domain/ledger.ts'
import type { AssetId, DocumentId, EditPlanId } from '../../src/shared/domain/ids.ts'
import { documentId } from '../contract/ipc/sample-ids.ts'
import { AppError } from '../../src/shared/errors/index.ts'
import { localDay } from '../../src/shared/util/local-day.ts'
import type { CostSum } from '../../src/shared/util/sum-costs.ts'
import { untilAborted } from '../../src/shared/util/until-aborted.ts'
import { provisionalName } from '../../src/shared/util/result-name.ts'
import { createFakeNetwork } from './fake-network.ts'
import { createFakeProviders, fakeCard } from './fake-providers.ts'
import { createFakeTime } from './fake-time.ts'
import { blendFacts, sourceId } from './generation-studio.ts'
import { answerOf, lookAt, type Wire } from './queue-wire.ts'
import { createRecordingLogger } from './recording-logger.ts'
import { assetsFrom, nothingExported } from './fake-assets.ts'
import { noInpainting } from './no-inpainting.ts'
import { writeNewDatabase } from './open-database.ts'
import { folderInMemory } from './temporary-home.ts'

/**
 * The real queue and ledger over a real SQLite file, with a service and a library that outlive the program. `kill` ends
 * a process between any two steps: nothing it had begun has any further effect.
 */
export interface QueueWorld {
  readonly wire: Wire
  readonly time: ReturnType<typeof createFakeTime>
  readonly filed: Map<string, NewResult>
  /** Images on disk that are not filed yet. */
  readonly received: Map<string, ReceivedImage>
  /** Results that were filed twice. */
  readonly filedTwice: string[]
  jobs(): Jobs
  /** Grids over the same queue; the library holds no records of their images. */
  grids(): Grids
  /** Edit plans over the same queue. */
  editPlans(): EditPlans
  /** The same plans on several images. */
  planBatches(): PlanBatches
  /** What plans wait for before they begin; null = nothing. */
  setAdmission(wait: ((spend: Parameters<EditPlansOptions['ledger']['admit']>[0]) => Promise<unknown>) | null): void
  /** Opens a document of the source image. */
  openDocument(): DocumentId
  /** `recovers`: as the window does, and not a command. */
  start(how?: { readonly recovers?: boolean }): Promise<void>
  kill(): void
  setOnline(isOnline: boolean): void
  /** Whether merges of images fail, as where the imaging process ends. */
  setMergesFail(fails: boolean): void
  allJobs(): JobSnapshot[]
  ledger(): LedgerEntry[]
  /** What counts against the limit per day of agents. */
  agentsToday(): CostSum
  unfinishedCalls(): number
  /** Unfinished calls: their stage, and number of starts. */
  stages(): [string, number][]
  /** Cancels as another program in the same home does. */
  requestCancel(callIds: string[]): Promise<void>
  /** Returns all stored text. */
  dump(): string
  remove(): Promise<void>
}

const merged = { widthPx: 600, heightPx: 400, hasAlpha: false }
const forever = new Promise<never>(() => undefined)
const turn = () => new Promise((resolve) => setImmediate(resolve))
const source = { id: sourceId, name: 'coffee', widthPx: 600, heightPx: 400, recipe: { operation: 'import' } } as Asset

/** More images to begin with, like the source image. */
export const otherSources = Array.from({ length: 6 }, (_, at) => `01JD3Q000000000000000000A${at}` as AssetId)

export async function createQueueWorld(): Promise<QueueWorld> {
  const folder = await mkdtemp(join(folderInMemory(), 'atelier-queue-'))
  const file = join(folder, 'atelier.db')
  writeNewDatabase(file)
  const db = new DatabaseSync(file)
  db.exec('PRAGMA synchronous = OFF')
  const time = createFakeTime()
  const wire: Wire = { responses: [], begun: new Map(), tasks: new Map(), looksNeeded: 2, cancelled: [] }
  const filed = new Map<string, NewResult>()
  const filedTwice: string[] = []
  const received = new Map<string, ReceivedImage>()
  const network = createFakeNetwork()
  let life = 0
  let current: Jobs | null = null
  let grids: Grids | null = null
  let editPlans: ReturnType<typeof createEditPlans> | null = null
  let admission: Parameters<QueueWorld['setAdmission']>[0] = null
  let mergesFail = false

  /** Steps of a killed process have no effect and never resolve. */
  function lived<A extends unknown[], T>(mine: number, step: (...input: A) => T | Promise<T>) {
    return async (...input: A): Promise<T> => {
      await turn()
      if (mine !== life) return forever
      const result = await step(...input)
      await turn()
      return mine === life ? result : forever
    }
  }

  function callsOf(mine: number): Database['call'] {
    const run = lived(mine, (name: OperationName, input: unknown) => {
      if (name === 'queue.begin' && (wire.beginFaults ?? 0) > 0) {
        wire.beginFaults = (wire.beginFaults ?? 0) - 1
        throw new AppError('storage/corrupt', 'The database cannot be read.')
      }
      const operation = allOperations[name]
      const work = () => (operation.run as (on: DatabaseSync, input: unknown) => unknown)(db, structuredClone(input))
      return structuredClone(operation.kind === 'write' ? inTransaction(db, work) : work())
    })
    return run as Database['call']
  }

  function optionsOf(mine: number): JobsOptions {
    const call = callsOf(mine)
    const logger = createRecordingLogger()
    const ledger = createLedger({
      database: { call },
      caps: () => ({ perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'ask' }),
      clock: time.clock,
      logger,
      startedBy: 'window',
    })
    return {
      imaging: createImaging(mine),
      assets: createAssets(mine),
      exports: { run: async () => nothingExported },
      inpainting: noInpainting,
      providers: async () => providersOf(mine),
      output: async () => ({ saveToDisk: false, folder: '', format: 'png' }),
      database: { call },
      ledger: ledger,
      admitter: ledger,
      network,
      paths: { temporary: folder },
      clock: time.clock,
      logger,
      onNoticed: () => undefined,
      sleep: time.sleep,
    }
  }

  function createAssets(mine: number): JobsOptions['assets'] {
    const step = <A extends unknown[], T>(work: (...input: A) => T) => lived(mine, work)
    return assetsFrom({
      require: step((id: AssetId) => {
        if (id === sourceId) return source
        if (otherSources.includes(id)) return { ...source, id }
        if (filed.has(id)) return assetOf(id, filed.get(id)!)
        throw new AppError('storage/not-found', 'gone')
      }),
      locate: step(() => ({ path: '/library/coffee.png', mime: 'image/png' })),
      children: step(() => []),
      load: step((ids: readonly AssetId[]) =>
        ids.flatMap((id) => (filed.has(id) ? [assetOf(id, filed.get(id)!)] : [])),
      ),
      receive: step((_bytes: Uint8Array, { id, ...note }: ReceivedNote & { id: string }) => {
        const image = { id, path: join(folder, `${id}.png`), note }
        received.set(id, image)
        return image
      }),
      reclaim: step((ids: readonly string[]) => ids.flatMap((id) => received.get(id) ?? [])),
      drop: step(({ id }: ReceivedImage) => void received.delete(id)),
      keep: step(({ path }: ReceivedImage): KeptImage => ({ path, type: 'listed' })),
      add: step((result: NewResult) => {
        const id = result.id ?? newId<AssetId>()
        if (filed.has(id)) filedTwice.push(id)
        filed.set(id, result)
        return assetOf(id, result)
      }),
      trash: step(() => undefined),
      restore: step(() => undefined),
    })
  }

  function createImaging(mine: number): JobsOptions['imaging'] {
    const step = <A extends unknown[], T>(work: (...input: A) => T) => lived(mine, work)
    const image = { bytes: new Uint8Array([1]), mime: 'image/png' as const, widthPx: 64, heightPx: 64 }
    return {
      warmUpFill: never,
      fill: never,
      reframe: never,
      expandMask: never,
      mergePart: never,
      mergeParts: step(() => {
        if (mergesFail) throw new AppError('imaging/process-exited', 'It has ended.')
        return { ...merged, changedInside: 9, changedOutside: 0, insidePx: 9, outsidePx: 9 }
      }),
      previewBlend: never,
      measureMask: step(() => ({ x: 200, y: 150, widthPx: 60, heightPx: 40 })),
      prepareInput: step(() => image),
      prepareMarked: step(() => ({ clean: image, marked: image })),
      drawMarkupMask: step(() => new Uint8Array([1])),
      encodeMask: step(() => image),
      inspectAnswer: step(() => ({
        mime: 'image/png',
        widthPx: 64,
        heightPx: 64,
        hasAlpha: false,
        isShowable: true,
        isBlack: false,
      })),
      compositeAnswer: step((): CompositeOutcome => {
        const size = { widthPx: 600, heightPx: 400, hasAlpha: false }
        return { type: 'pasted', ...size, changedInside: 9, changedOutside: 0, ...blendFacts }
      }),
    }
  }

  function providersOf(mine: number) {
    const { manager, service } = createFakeProviders()
    service('openai').card = fakeCard('openai-1', { imagesPerCall: 2 })
    return {
      ...manager,
      fallbacks: async (_operation: unknown, _request: unknown, tried: readonly ModelRef[]) =>
        (wire.fallbacks ?? []).filter(({ provider }) => tried.every((each) => each.provider !== provider)),
      open: async (_id: unknown, options: SessionOptions) => {
        const fault = wire.openFaults?.shift()
        if (fault !== undefined) throw fault
        return sessionOf(mine, options)
      },
    }
  }

  /** The world files images without records: they are looked up where they are filed. */
  function editPlansOf(mine: number, { assets, ...options }: JobsOptions, jobs: Jobs) {
    const imageOf = lived(mine, ({ id, key }: { id: EditPlanId; key: string }) => {
      const sql = `SELECT asset_id FROM edit_plan_images WHERE plan_id = '${id}' AND key = '${key}'`
      return (read(db, sql)[0]?.['asset_id'] as AssetId | undefined) ?? null
    })
    const call = async (name: OperationName, input: never) => {
      if (name === 'editPlans.image') return imageOf(input)
      const output = await options.database.call(name, input)
      if (name !== 'editPlans.tried') return output
      return (output as TriedStep[]).map((each) => ({ ...each, hasResult: filed.has(each.job?.resultId ?? '') }))
    }
    const { manager, service } = createFakeProviders()
    service('openai').card = fakeCard('openai-1')
    // So large that steps have room beside each other.
    const large = async (id: AssetId) => ({ ...(await assets.records.require(id)), widthPx: 6_000, heightPx: 1_000 })
    return createEditPlans({
      ...options,
      database: { call: call as Database['call'] },
      assets: { records: { ...assets.records, require: large }, files: { locate: never } },
      // The second and third byte of a mask say where it is: x and width, in units of 20 px.
      imaging: {
        measureMask: async ({ maskPng: [, x = 0, width = 0] }) => ({
          x: x * 20,
          y: 450,
          widthPx: width * 20,
          heightPx: 40,
        }),
        readMaskFile: never,
        fitMask: lived(mine, ({ maskPng, size }) => ({
          png: Uint8Array.from(maskPng),
          given: size,
          bounds: { x: maskPng[1]! * 20, y: 450, widthPx: maskPng[2]! * 20, heightPx: 40 },
        })),
      },
      backgrounds: never,
      objects: never,
      detection: never,
      startedBy: 'window',
      jobs,
      ledger: {
        check: async () => ({ type: 'fine', reasons: [] }),
        async admit(spend) {
          await admission?.(spend)
          return async () => undefined
        },
      },
      providers: async () => ({
        plan: async ({ hasMask, ...request }, size) => {
          const maskPng = hasMask ? new Uint8Array([1]) : null
          return (await manager.prepare({ ...request, maskPng }, size)).plan
        },
      }),
    })
  }

  function sessionOf(mine: number, options: SessionOptions): ProviderSession {
    const step = <A extends unknown[], T>(work: (...input: A) => T) => {
      const alive = lived(mine, work)
      return (...input: A) => untilAborted(alive(...input), options.signal)
    }
    const timing = { submitTimeoutMs: 60_000, pollEveryMs: 2_000, deadlineMs: 600_000 }
    const adapter = { id: 'openai', label: 'OpenAI', timing } as ProviderSession['adapter']
    return {
      adapter,
      baseUrl: 'https://openai.example',
      check: never,
      run: never,
      submit: (input) => {
        const send = lived(mine, () => {
          options.onSending()
          return answerOf(wire, input)
        })
        return untilAborted(send(), options.signal)
      },
      poll: step((handle: string) => lookAt(wire, handle)),
      watch: async () => null,
      cancel: lived(mine, (handle: string) => {
        wire.cancelled.push(handle)
        return 'asked' as const
      }),
      listen: async () => () => undefined,
      fetchImage: step(() => new Uint8Array([137, 80, 78, 71])),
    }
  }

  return {
    wire,
    time,
    filed,
    received,
    filedTwice,
    jobs: () => current!,
    grids: () => grids!,
    editPlans: () => editPlans!.plans,
    planBatches: () => editPlans!.batches,
    setAdmission: (wait) => void (admission = wait),
    openDocument() {
      db.exec('PRAGMA foreign_keys = OFF')
      const sql = `INSERT INTO documents (id, base_id, state, is_active, opened_at_ms) VALUES (?, ?, '{}', 0, 0)`
      db.prepare(sql).run(documentId, sourceId)
      return documentId
    },
    async start({ recovers = true } = {}) {
      life++
      const options = optionsOf(life)
      current = createJobs(options)
      grids = gridsOf(options, current)
      editPlans = editPlansOf(life, options, current)
      if (!recovers) return
      await current.recover()
      await editPlans.plans.resumeRunning()
    },
    kill() {
      life++
      current = null
    },
    setOnline: network.set,
    setMergesFail: (fails) => void (mergesFail = fails),
    allJobs: () => read(db, 'SELECT snapshot FROM jobs ORDER BY id').map((row) => JSON.parse(row['snapshot']!)),
    ledger: () => allOperations['ledger.list'].run(db, { sinceDay: null, untilDay: null, limit: 10_000 }),
    agentsToday() {
      const nowMs = time.clock.nowMs()
      return allOperations['agentHolds.today'].run(db, { day: localDay(nowMs), nowMs })
    },
    unfinishedCalls: () => read(db, `SELECT call_id FROM queue_calls WHERE stage <> 'ended'`).length,
    stages: () =>
      read(db, `SELECT stage, times_prepared FROM queue_calls WHERE stage <> 'ended' ORDER BY position`).map((row) => [
        row['stage']!,
        Number(row['times_prepared']),
      ]),
    async requestCancel(callIds) {
      allOperations['queue.requestCancel'].run(db, { callIds })
    },
    dump: () => JSON.stringify(['jobs', 'queue_calls', 'ledger'].map((table) => read(db, `SELECT * FROM ${table}`))),
    async remove() {
      life++
      db.close()
      // A killed process may still be writing a mask.
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
    },
  }
}

function gridsOf({ database, assets, ledger: _ledger, clock, logger }: JobsOptions, jobs: Jobs): Grids {
  const { manager, service } = createFakeProviders()
  service('openai').card = fakeCard('openai-1', { imagesPerCall: 2 })
  const view = { id: 'openai', label: 'OpenAI', models: [service('openai').card] } as ProviderView
  return createGrids({
    database,
    assets,
    jobs,
    clock,
    logger,
    ledger: { check: async () => ({ type: 'fine', reasons: [] }) },
    exports: { grid: never },
    random: () => 0.5,
    providers: async () => ({
      list: async () => [view],
      plan: async ({ hasMask: _hasMask, ...request }) =>
        (await manager.prepare({ ...request, maskPng: null }, null)).plan,
    }),
  })
}

function assetOf(id: AssetId, result: NewResult): Asset {
  const name = provisionalName(result.name)
  return { ...source, ...result, name, id, hasRawAnswer: false, isMissing: false, trashedAtMs: null }
}

function read(db: DatabaseSync, sql: string): Record<string, string>[] {
  return db.prepare(sql).all() as Record<string, string>[]
}

const never = () => Promise.reject(new AppError('internal/bug', 'Not in this script.'))
