import type { PlanRequest } from '../../shared/domain/generation.ts'
import type { GridCellState, GridPlan, GridSpec } from '../../shared/domain/grid.ts'
import type { Admission } from '../../shared/domain/ledger.ts'
import type { ProviderView } from '../../shared/domain/provider.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import { joinSentences } from '../../shared/messages/formats.ts'
import { requestOfCell } from '../../shared/prompting/index.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { sumCosts } from '../../shared/util/sum-costs.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'

/** null = all cells that are missing and have certainly not been paid for. */
export type WantedCells = readonly number[] | null

export interface PlannedCell {
  readonly cell: number
  readonly request: PlanRequest
  /** Label of its model. */
  readonly model: string
  /** Why it cannot be made; null = it can. */
  readonly problem: string | null
  /** null = unknown beforehand. */
  readonly usd: number | null
  readonly warnings: readonly string[]
}

export interface GridPlanNeeds {
  readonly providers: () => Promise<Pick<ProviderManager, 'list' | 'plan'>>
  /** Says how the spending limits would judge these estimates, USD; null = unknown price. */
  readonly ledger: { check(estimates: readonly (number | null)[]): Promise<Admission> }
}

/** Images that all cells share. */
export interface CellInputs {
  readonly source: Size | null
  readonly control: Size | null
}

/** Plans are pure and fast, but there may be a thousand. */
const plansPerTurn = 20

/** Plans cells, each as the request that would be sent. In the order of `cells`. */
export async function planGridCells(
  spec: GridSpec,
  cells: readonly number[],
  { source, control }: CellInputs,
  { providers }: Pick<GridPlanNeeds, 'providers'>,
  signal?: AbortSignal,
): Promise<PlannedCell[]> {
  const manager = await providers()
  const views = await manager.list()
  const planned: PlannedCell[] = []
  for (const [at, cell] of cells.entries()) {
    if (at % plansPerTurn === plansPerTurn - 1) await new Promise((resolve) => setImmediate(resolve))
    throwIfAborted(signal)
    const request = withGridSeed(requestOfCell(spec, cell), spec, views)
    const about = { cell, request, model: modelLabel(request, views) }
    try {
      const { obstacles, estimate, warnings } = await manager.plan(request, source, control)
      const problem = obstacles.length === 0 ? null : joinSentences(...obstacles)
      planned.push({ ...about, problem, usd: estimate.usd, warnings: warnings.map(({ message }) => message) })
    } catch (thrown) {
      planned.push({ ...about, problem: toErrorData(thrown).message, usd: null, warnings: [] })
    }
  }
  return planned
}

/** All cells share one seed, so that nothing but the axes differs. A model without seeds gets none. */
function withGridSeed(request: PlanRequest, { seed }: GridSpec, views: readonly ProviderView[]): PlanRequest {
  if (request.seed !== null || findCard(request, views)?.seed === 'no') return request
  return { ...request, seed }
}

function findCard({ provider, model }: Pick<PlanRequest, 'provider' | 'model'>, views: readonly ProviderView[]) {
  return views.find(({ id }) => id === provider)?.models.find(({ id }) => id === model)
}

export function modelLabel(ref: Pick<PlanRequest, 'provider' | 'model'>, views: readonly ProviderView[]): string {
  return findCard(ref, views)?.label ?? ref.model
}

/** Adds up what cells would cost, and groups what is said of them. */
export async function summarizePlan(
  planned: readonly PlannedCell[],
  { ledger }: Pick<GridPlanNeeds, 'ledger'>,
): Promise<GridPlan> {
  const makeable = planned.filter(({ problem }) => problem === null)
  const prices = makeable.map(({ usd }) => usd)
  return {
    cells: makeable.length,
    ...sumCosts(prices),
    skipped: [
      ...groupBy(
        planned.filter(({ problem }) => problem !== null),
        ({ problem }) => problem!,
      ),
    ].map(([reason, group]) => ({ reason, cells: group.map(({ cell }) => cell) })),
    warnings: warningsOf(makeable),
    admission: await ledger.check(prices),
  }
}

function warningsOf(planned: readonly PlannedCell[]): GridPlan['warnings'] {
  const all = planned.flatMap(({ model, warnings }) => warnings.map((message) => ({ model, message })))
  const groups = groupBy(all, ({ model, message }) => `${model}\n${message}`)
  return [...groups.values()].map((group) => ({ ...group[0]!, cells: group.length }))
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** Cheapest first; those without a known price last. Otherwise as listed. */
export function inOrder(planned: readonly PlannedCell[], { order }: Pick<GridSpec, 'order'>): readonly PlannedCell[] {
  if (order === 'listed') return planned
  return planned.toSorted((a, b) => (a.usd ?? Infinity) - (b.usd ?? Infinity) || a.cell - b.cell)
}

/**
 * Returns the wanted cells that may be queued: never one that has an image, or is under way. Unless it is named, a cell
 * that may have been paid for, was refused, or whose image was deleted is left alone, too.
 */
export function openCells(total: number, states: readonly GridCellState[], wanted: WantedCells): number[] {
  const byCell = new Map(states.map((state) => [state.cell, state]))
  const cells = wanted === null ? Array.from({ length: total }, (_, cell) => cell) : [...new Set(wanted)]
  return cells
    .filter((cell) => cell < total && (wanted === null ? isMissing(byCell.get(cell)) : isOpen(byCell.get(cell))))
    .toSorted((a, b) => a - b)
}

function isOpen(state: GridCellState | undefined): boolean {
  if (state === undefined || state.isGone || state.job === null) return true
  return !['queued', 'running', 'done'].includes(state.job.state)
}

function isMissing(state: GridCellState | undefined): boolean {
  if (state === undefined) return true
  if (state.isGone) return false
  if (state.job === null) return true
  const { state: jobState, isBilled } = state.job
  return (jobState === 'cancelled' || jobState === 'failed') && isBilled === 'no'
}
