import { type GenerationRequest, gridCellTrace, gridTrace } from '../../shared/domain/generation.ts'
import type {
  GridCellState,
  GridDraft,
  GridExport,
  GridPlan,
  GridSpec,
  GridSummary,
  GridView,
} from '../../shared/domain/grid.ts'
import type { AssetId, GridId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/grid-labels.ts'
import { valueOf } from '../../shared/messages/en/grid-labels.ts'
import { countCells } from '../../shared/prompting/index.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Assets } from '../assets/assets.ts'
import type { Exports, GridRun, LabeledPage } from '../assets/exports.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import type { Jobs, JobsOptions, Queued } from '../jobs/jobs.ts'
import { newId } from '../platform/pure/new-id.ts'
import { labelAxis } from './grid-labels.ts'
import {
  type GridPlanNeeds,
  inOrder,
  openCells,
  planGridCells,
  type PlannedCell,
  summarizePlan,
  type WantedCells,
} from './grid-requests.ts'

export interface SpendOptions {
  /** Asks the user before a limit is exceeded; absent = there is no user to ask. */
  readonly approve?: ApproveSpend | undefined
}

export interface CreateOptions extends SpendOptions {
  /** Known beforehand, by a caller that goes on with the grid after a kill; absent = a new one. */
  readonly id?: GridId
}

export interface MadeCells {
  readonly queued: number
  /** Cells that could not be queued. */
  readonly skipped: number
}

export interface ExportedGrid {
  /** The image would have been too large: cells are smaller than requested. */
  readonly isReduced: boolean
  /** Characters of its labels that no installed font has. */
  readonly missingCharacters: string[]
}

/** Grids of images that differ in one to three settings. Their cells are ordinary requests in the queue. */
export interface Grids {
  list(): Promise<GridSummary[]>
  /** @throws storage/not-found */
  view(id: GridId): Promise<GridView>
  /** What a whole grid would send and cost. Sends nothing. */
  plan(draft: GridDraft, signal?: AbortSignal): Promise<GridPlan>
  planCells(id: GridId, cells: WantedCells, signal?: AbortSignal): Promise<GridPlan>
  /**
   * Stores the grid and queues its cells as one run. Without one that can be queued there is no grid.
   * @throws provider/unsupported, money/*, request/cancelled
   */
  create(
    draft: GridDraft,
    maskPng: Uint8Array<ArrayBuffer> | null,
    options?: CreateOptions,
  ): Promise<MadeCells & { readonly id: GridId }>
  /**
   * Queues cells that have no image and are not under way, as one run: none is ever queued twice.
   * @throws storage/not-found, money/*, request/cancelled
   */
  make(id: GridId, cells: WantedCells, options?: SpendOptions): Promise<MadeCells>
  /** Cancels cells that have not been sent; null = all of them. Returns how many. */
  stop(id: GridId, cells: WantedCells): Promise<number>
  rename(id: GridId, name: string): Promise<void>
  remove(id: GridId): Promise<void>
  restore(id: GridId): Promise<void>
  /** Writes the grid with its labels, and replaces the file. @throws storage/*, request/invalid if it has no image yet */
  exportTo(id: GridId, path: string, options: GridExport, signal?: AbortSignal): Promise<ExportedGrid>
  onChanged(listener: () => void): () => void
}

export interface GridsOptions extends GridPlanNeeds, Pick<JobsOptions, 'database' | 'clock' | 'logger'> {
  readonly assets: Pick<Assets, 'records'>
  readonly jobs: Pick<Jobs, 'run'> & { readonly queue: Pick<Jobs['queue'], 'cancel'> }
  readonly exports: Pick<Exports, 'grid'>
  /** 0 to 1: draws the seed that the cells of a grid share. */
  readonly random?: () => number
}

export function createGrids(options: GridsOptions): Grids {
  const { database, jobs, clock, random = Math.random } = options
  const { on: onChanged, emit } = createEmitter()
  const store = createGridStore(options)
  const makeCells = createMaker(options, store)

  async function stop(id: GridId, cells: WantedCells): Promise<number> {
    const waiting = (await store.states(id)).flatMap(({ cell, job }) =>
      job?.state === 'queued' && (cells === null || cells.includes(cell)) ? [job.callId] : [],
    )
    if (waiting.length > 0) await jobs.queue.cancel(waiting)
    return waiting.length
  }

  return {
    ...createGridReader(options, store),
    async create({ name, ...draft }, maskPng, how = {}) {
      const id = how.id ?? newId<GridId>(clock.nowMs())
      const spec: GridSpec = { ...draft, seed: draft.request.seed ?? Math.floor(random() * 0x1_0000_0000) }
      const cells = countCells(spec.axes)
      await database.call('grids.add', { id, name, spec, cells, mask: maskPng, createdAtMs: clock.nowMs() })
      try {
        const made = await makeCells(id, null, how)
        if (made.queued === 0) throw new AppError('provider/unsupported', made.problem ?? messages.nothingToMake)
        return { id, queued: made.queued, skipped: made.skipped }
      } catch (thrown) {
        await database.call('grids.forget', { id })
        throw thrown
      } finally {
        emit()
      }
    },
    async make(id, cells, how = {}) {
      const { queued, skipped } = await makeCells(id, cells, how)
      emit()
      return { queued, skipped }
    },
    stop,
    async rename(id, name) {
      if ((await database.call('grids.rename', { id, name })) === 0) throw gone()
      emit()
    },
    async remove(id) {
      await stop(id, null)
      await database.call('grids.setRemoved', { id, atMs: clock.nowMs() })
      emit()
    },
    async restore(id) {
      if ((await database.call('grids.setRemoved', { id, atMs: null })) === 0) throw gone()
      emit()
    },
    onChanged,
  }
}

/** What looks at grids and changes nothing. */
function createGridReader(
  options: GridsOptions,
  store: GridStore,
): Pick<Grids, 'list' | 'view' | 'plan' | 'planCells' | 'exportTo'> {
  const { database, exports } = options
  return {
    list: () => database.call('grids.list', null),
    async view(id) {
      const [grid, states, views] = await Promise.all([store.require(id), store.states(id), store.views()])
      const { spec, ...summary } = grid
      const { order, request, axes } = spec
      return { ...summary, order, prompt: request.prompt, axes: axes.map((axis) => labelAxis(axis, views)), states }
    },
    async plan({ name: _name, ...draft }, signal) {
      const spec = { ...draft, seed: draft.request.seed ?? 0 }
      return summarizePlan(await store.plan(spec, openCells(countCells(draft.axes), [], null), signal), options)
    },
    async planCells(id, cells, signal) {
      const { spec, cells: total } = await store.require(id)
      return summarizePlan(await store.plan(spec, openCells(total, await store.states(id), cells), signal), options)
    },
    async exportTo(id, path, { format, cellPx }, signal) {
      const [{ spec, name }, states, views] = await Promise.all([store.require(id), store.states(id), store.views()])
      const pages = gridPagesOf(
        spec,
        states,
        spec.axes.map((axis) => labelAxis(axis, views)),
      )
      return exports.grid({ path, format, cellPx, title: name, ...pages }, signal === undefined ? {} : { signal })
    },
  }
}

type GridStore = ReturnType<typeof createGridStore>

function createGridStore({ database, assets, ...needs }: GridsOptions) {
  async function requireGrid(id: GridId) {
    const found = await database.call('grids.find', { id })
    if (found === null) throw gone()
    return found
  }
  return {
    require: requireGrid,
    states: (id: GridId): Promise<GridCellState[]> => database.call('grids.cells', { id }),
    views: async () => (await needs.providers()).list(),
    async plan(spec: GridSpec, cells: readonly number[], signal?: AbortSignal): Promise<PlannedCell[]> {
      const { sourceId, control } = spec.request
      const inputs = {
        source: sourceId === null ? null : await assets.records.require(sourceId),
        control: control ? await assets.records.require(control.imageId) : null,
      }
      return planGridCells(spec, cells, inputs, needs, signal)
    },
  }
}

function gone(): AppError {
  return new AppError('storage/not-found', messages.gridGone)
}

type Make = (
  id: GridId,
  cells: WantedCells,
  options: SpendOptions,
) => Promise<MadeCells & { readonly problem: string | null }>

/** One grid at a time: a second click finds the cells of the first under way. */
function createMaker({ database, jobs, logger }: GridsOptions, store: GridStore): Make {
  let last: Promise<unknown> = Promise.resolve()

  async function make(...[id, wanted, { approve }]: Parameters<Make>): ReturnType<Make> {
    const { spec, cells } = await store.require(id)
    const planned = await store.plan(spec, openCells(cells, await store.states(id), wanted))
    const makeable = inOrder(
      planned.filter(({ problem }) => problem === null),
      spec,
    )
    const maskPng = spec.request.hasMask && makeable.length > 0 ? await database.call('grids.mask', { id }) : null
    const requests = makeable.map((cell) => toRequest(id, cell, maskPng))
    const note = (found: CellProblem[]) => database.call('grids.noteProblems', { id, problems: found })
    const unplanned = problemsOf(planned)
    // Before anything is queued: where it cannot be written, nothing is sent.
    if (unplanned.length > 0) await note(unplanned)
    const queued = requests.length === 0 ? [] : await jobs.run(requests, { runId: crypto.randomUUID(), approve })
    const failed = failuresOf(makeable, queued)
    // What is queued will be paid for: its grid is not given up for a note. Without it, such a cell is one yet to be made.
    if (failed.length > 0) await note(failed).catch((error: unknown) => logger.error('grids.not-noted', { id, error }))
    const problems = [...unplanned, ...failed]
    const problem = problems[0]?.problem ?? null
    return { queued: queued.filter((each) => 'ids' in each).length, skipped: problems.length, problem }
  }

  return (...args) => {
    const mine = last.then(() => make(...args))
    last = mine.catch(() => undefined)
    return mine
  }
}

function toRequest(
  id: GridId,
  { cell, request }: PlannedCell,
  maskPng: Uint8Array<ArrayBuffer> | null,
): GenerationRequest {
  const { hasMask, ...rest } = request
  const trace = { ...request.trace, [gridTrace]: id, [gridCellTrace]: String(cell) }
  // Computed from the mask itself once it is sent.
  return { ...rest, maskBounds: null, maskPng: hasMask ? maskPng : null, trace }
}

interface CellProblem {
  readonly cell: number
  readonly problem: string
}

function problemsOf(planned: readonly PlannedCell[]): CellProblem[] {
  return planned.flatMap(({ cell, problem }) => (problem === null ? [] : [{ cell, problem }]))
}

function failuresOf(planned: readonly PlannedCell[], queued: readonly Queued[]): CellProblem[] {
  return queued.flatMap((outcome, at) =>
    'error' in outcome ? [{ cell: planned[at]!.cell, problem: outcome.error.message }] : [],
  )
}

type Axis = GridView['axes'][number]

/** Lays the images of a grid out in labelled rows, columns and pages. */
function gridPagesOf(
  { axes }: Pick<GridSpec, 'axes'>,
  states: readonly GridCellState[],
  labels: readonly Axis[],
): Pick<GridRun, 'columnsLabel' | 'rowsLabel' | 'pages'> {
  const images = new Map(states.map(({ cell, job, isGone }) => [cell, isGone ? null : (job?.resultId ?? null)]))
  const [columns, rows, pages] = labels as [Axis, Axis | undefined, Axis | undefined]
  const cellsPerPage = countCells(axes.slice(0, 2))
  const titles = pages === undefined ? [null] : pages.values.map((value) => valueOf({ label: pages.label, value }))
  return {
    columnsLabel: columns.label,
    rowsLabel: rows?.label ?? null,
    pages: titles.map((title, page): LabeledPage => ({
      title,
      columns: columns.values,
      rows: (rows?.values ?? [null]).map((label, row) => ({
        label,
        cells: columns.values.map((_, column): AssetId | null => {
          return images.get(page * cellsPerPage + row * columns.values.length + column) ?? null
        }),
      })),
    })),
  }
}
