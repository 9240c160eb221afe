import { createStore, type StoreApi } from 'zustand/vanilla'
import type { GridCellState, GridView } from '../../../../shared/domain/grid.ts'
import type { GridId } from '../../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { createPatientLoad, type Client } from '../../../client/index.ts'
import { createLatestRequest } from '../../../lib/create-latest-request.ts'

export interface GridState {
  /** null until it is loaded. */
  readonly grid: Omit<GridView, 'states'> | null
  readonly cells: ReadonlyMap<number, GridCellState>
  readonly error: unknown
}

export interface GridStore {
  readonly store: StoreApi<GridState>
  reload(): void
  /** Loads the grid and follows its jobs. Returns the function that stops. */
  start(): () => void
}

/** Jobs of a whole grid may change at almost the same time: those within this interval are rendered together. */
const coalesceMs = 50
const reloadMs = 200

/** One grid as it is being made. */
export function createGridStore(client: Client, id: GridId): GridStore {
  const store = createStore<GridState>(() => ({ grid: null, cells: new Map(), error: null }))
  const latest = createLatestRequest({
    request: (_: undefined, signal) => client.call('grids.view', { id }, { signal }),
    onResult({ states, ...grid }) {
      store.setState({ grid, cells: new Map(states.map((state) => [state.cell, state])), error: null })
    },
    onError: (error) => store.setState({ error }),
  })
  const load = () => latest.send(undefined)
  const reload = createPatientLoad(load, reloadMs)
  let changed = new Map<string, JobSnapshot>()
  let timer: ReturnType<typeof setTimeout> | null = null

  function flush(): void {
    timer = null
    const jobs = changed
    changed = new Map()
    const cells = new Map(store.getState().cells)
    for (const state of cells.values()) {
      const job = state.job === null ? undefined : jobs.get(state.job.id)
      if (job === undefined) continue
      cells.set(state.cell, { ...state, job })
      jobs.delete(job.id)
    }
    store.setState({ cells })
    // A job that is new here has been queued for one of the cells.
    if (jobs.size > 0) reload.soon()
  }

  function receive(job: JobSnapshot): void {
    if (job.gridId !== id) return
    changed.set(job.id, job)
    timer ??= setTimeout(flush, coalesceMs)
  }

  return {
    store,
    reload: () => reload.soon(),
    start() {
      const stops = [
        client.on('jobs.changed', receive),
        client.on('grids.changed', () => reload.soon()),
        client.on('library.changed', ({ reason }) => {
          // A new image is announced by its job.
          if (reason === 'removed' || reason === 'updated') reload.soon()
        }),
      ]
      void load()
      return () => {
        for (const stop of stops) stop()
        if (timer !== null) clearTimeout(timer)
        timer = null
      }
    },
  }
}

/** What a cell shows. */
export type CellLook =
  | 'done'
  | 'waiting'
  | 'running'
  | 'failed'
  | 'refused'
  | 'canceled'
  | 'impossible'
  | 'gone'
  | 'missing'

export function lookOf(state: GridCellState | undefined): CellLook {
  if (state === undefined) return 'missing'
  if (state.isGone) return 'gone'
  if (state.job === null) return state.problem === null ? 'missing' : 'impossible'
  const { state: jobState } = state.job
  if (jobState === 'queued') return 'waiting'
  return jobState === 'cancelled' ? 'canceled' : jobState
}

/** Whether “Make missing” includes it: never what may have been paid for. */
export function isMissing(state: GridCellState | undefined): boolean {
  const look = lookOf(state)
  return look === 'missing' || ((look === 'canceled' || look === 'failed') && state?.job?.isBilled === 'no')
}

/** Whether it can be made when it is asked for by itself. */
export function canMake(state: GridCellState | undefined): boolean {
  return !['done', 'waiting', 'running'].includes(lookOf(state))
}
