import { type ValueReport, type ValueScope, valueTasks } from '../../../shared/domain/model-value.ts'
import type { ModelRef, ProviderView } from '../../../shared/domain/provider.ts'
import { addDays } from '../../../shared/util/local-day.ts'
import type { Database } from '../../database/index.ts'
import { rankModels } from '../rank-models.ts'
import { valueModels } from './value-models.ts'

/** What models are worth in the user's own work. Reads the library only; nothing is sent. */
export interface ModelValueService {
  read(scope: ValueScope): Promise<ValueReport>
}

export interface ModelValueOptions {
  readonly database: Pick<Database, 'call'>
  readonly providers: () => Promise<{ list(): Promise<readonly ProviderView[]> }>
}

export function createModelValue({ database, providers }: ModelValueOptions): ModelValueService {
  return {
    async read({ task, tag, sinceDay, untilDay, basis: requested }) {
      const scope = { task, tag, sinceMs: startOf(sinceDay), beforeMs: startOf(untilDay && addDays(untilDay, 1)) }
      const [results, counts, scopes, views] = await Promise.all([
        database.call('results.byModel', scope),
        database.call('votes.counts', scope),
        database.call('results.scopes', null),
        providers().then((manager) => manager.list()),
      ])
      const ranking = rankModels(counts)
      const hasStars = results.some(({ rated }) => rated > 0)
      const basis = requested ?? (ranking.comparisons === 0 && hasStars ? 'stars' : 'votes')
      const isAvailable = (ref: ModelRef) => canUse(views, ref)
      return {
        basis,
        ...valueModels({ basis, results, ranked: ranking.players, isAvailable }),
        tasks: scopes.tasks.flatMap(({ name, count }) => {
          const known = valueTasks.find((each) => each === name)
          return known === undefined ? [] : [{ name: known, count }]
        }),
        tags: scopes.tags,
      }
    },
  }
}

/** Listed, not retired, turned on, and with its key if it needs one. */
function canUse(views: readonly ProviderView[], { provider, model }: ModelRef): boolean {
  const view = views.find(({ id }) => id === provider)
  if (view === undefined || !view.isEnabled) return false
  if (view.key.need === 'required' && view.key.source === null) return false
  return view.models.some(({ id, state }) => id === model && state.type !== 'retired')
}

/** Midnight of a local day; null = unlimited. */
function startOf(day: string | null): number | null {
  return day === null ? null : new Date(`${day}T00:00:00`).getTime()
}
