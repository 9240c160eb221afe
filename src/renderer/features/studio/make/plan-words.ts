import type { RequestPlan, Warning } from '../../../../shared/domain/generation.ts'
import type { ProviderView } from '../../../../shared/domain/provider.ts'
import { formatSeconds } from '../../../lib/format.ts'
import { estimateWords, type Words } from '../../../lib/price-words.ts'

/** How the work is done, not what comes of it: no reason to choose otherwise. */
const mild: ReadonlySet<Warning['code']> = new Set(['several-calls', 'source-scaled', 'format-converted'])

export function isMild({ code }: Warning): boolean {
  return mild.has(code)
}

/** "Generate · $0.12 · about 14 s": what it costs and how long it takes, before the click. */
export function generateWords(plan: RequestPlan | null, hasFailed: boolean, provider: ProviderView | null): Words {
  if (plan === null) return { text: hasFailed ? 'Generate · price unknown' : 'Generate', tip: null }
  const { text, tip } = estimateWords(plan.estimate)
  const pictureMs = provider?.health.pictureMs ?? null
  const parts = ['Generate', text, ...(pictureMs === null ? [] : [`about ${formatSeconds(pictureMs)}`])]
  return { text: parts.join(' · '), tip }
}
