import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { CallName, Input, Output } from '../../../../shared/contract/index.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { ReclaimableKind, StorageTask, StorageUsage, VerifyReport } from '../../../../shared/domain/storage.ts'
import { type Client, useServices, type Services } from '../../../client/index.ts'
import { storageMessages, type RunningTask, type StorageMessages } from './storage-labels.ts'

export interface StorageState {
  /** null until measured. */
  readonly usage: StorageUsage | null
  readonly running: RunningTask | null
  /** Result of the last full verification; null = none since startup. */
  readonly report: VerifyReport | null
  readonly error: unknown
  /** One sentence on what was just done. */
  readonly notice: string | null
}

type LongCall = Extract<
  CallName,
  `storage.chooseAnd${'Locate' | 'Repair' | 'BackUp' | 'Restore' | 'Move'}` | 'storage.verify'
>

/** Actions of the page; one long task at a time, which continues while other pages are shown. */
export interface StorageActions {
  readonly store: StoreApi<StorageState>
  measure(): Promise<void>
  cancel(): void
  verify(): Promise<void>
  locate(ids: readonly AssetId[]): Promise<void>
  repair(ids: readonly AssetId[]): Promise<void>
  backUp(): Promise<void>
  restore(): Promise<void>
  move(): Promise<void>
  reclaim(kind: ReclaimableKind): Promise<void>
  forgetPending(): Promise<void>
  restart(): Promise<void>
}

const nothingYet: StorageState = { usage: null, running: null, report: null, error: null, notice: null }

export function createStorageActions(client: Client, messages: StorageMessages): StorageActions {
  const store = createStore<StorageState>(() => nothingYet)
  const { runLong, cancel } = createLongWork(client, store)

  async function measure(): Promise<void> {
    try {
      store.setState({ usage: await client.call('storage.usage', {}) })
    } catch (error) {
      store.setState({ error })
    }
  }

  function showFound(ids: readonly AssetId[], found: readonly AssetId[]): void {
    const notice = messages.found(found.length, ids.length)
    store.setState(({ report }) => ({ report: withoutFound(report, found), notice }))
  }

  async function quick(work: () => Promise<string | null>): Promise<void> {
    store.setState({ error: null, notice: null })
    try {
      store.setState({ notice: await work() })
    } catch (error) {
      store.setState({ error })
    }
    await measure()
  }

  return {
    store,
    measure,
    cancel,
    async verify() {
      const report = await runLong('verify', 'storage.verify', {})
      if (report !== null) store.setState({ report })
    },
    async locate(ids) {
      const response = await runLong('locate', 'storage.chooseAndLocate', { ids: [...ids] })
      if (response !== null) showFound(ids, response.found)
    },
    async repair(ids) {
      const response = await runLong('locate', 'storage.chooseAndRepair', { ids: [...ids] })
      if (response !== null) showFound(ids, response.found)
    },
    async backUp() {
      const report = await runLong('backup', 'storage.chooseAndBackUp', {})
      if (report !== null) store.setState({ notice: messages.backedUp(report) })
    },
    async restore() {
      if ((await runLong('restore', 'storage.chooseAndRestore', {})) !== null) await measure()
    },
    async move() {
      if ((await runLong('move', 'storage.chooseAndMove', {})) !== null) await measure()
    },
    reclaim: (kind) =>
      quick(async () => messages.freed((await client.call('storage.reclaim', { kinds: [kind] })).freedBytes)),
    forgetPending: () => quick(() => client.call('storage.forgetPending', {}).then(() => null)),
    restart: () => client.call('app.restart', {}),
  }
}

/** Runs one at a time; each can be canceled. */
function createLongWork(client: Client, store: StoreApi<StorageState>) {
  let abort: AbortController | null = null

  client.on('storage.progressed', ({ task, done, total }) => {
    if (store.getState().running?.task === task) store.setState({ running: { task, done, total } })
  })

  return {
    cancel: () => abort?.abort(),
    /** null if the user closed the dialog or stopped the task. */
    async runLong<K extends LongCall>(task: StorageTask, name: K, input: Input<K>): Promise<Output<K> | null> {
      if (store.getState().running !== null) return null
      const controller = (abort = new AbortController())
      store.setState({ running: { task, done: 0, total: 0 }, error: null, notice: null })
      try {
        return await client.call(name, input, { signal: controller.signal })
      } catch (error) {
        if (!controller.signal.aborted) store.setState({ error })
        return null
      } finally {
        store.setState({ running: null })
      }
    },
  }
}

function withoutFound(report: VerifyReport | null, found: readonly AssetId[]): VerifyReport | null {
  const back = new Set(found)
  return report && { ...report, problems: report.problems.filter(({ id }) => !back.has(id)) }
}

const actionsByServices = new WeakMap<Services, StorageActions>()

/** One per window: long tasks continue while the page is not shown. */
export function useStorageActions(): StorageActions {
  const services = useServices()
  let actions = actionsByServices.get(services)
  if (actions === undefined)
    actionsByServices.set(services, (actions = createStorageActions(services.client, storageMessages)))
  return actions
}

export function useStorageState<T>(select: (state: StorageState) => T): T {
  return useStore(useStorageActions().store, select)
}
