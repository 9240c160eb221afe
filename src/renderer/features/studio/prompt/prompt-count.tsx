import * as messages from '../../../../shared/messages/en/prompt.ts'
import { countPrompt, countRuleOf, type PromptCount } from '../../../../shared/prompting/index.ts'
import type { ModelPick } from '../form/derive-generate-state.ts'
import { samplePrompt } from './sent-prompts.ts'

interface Counted {
  readonly pick: ModelPick
  readonly count: PromptCount
}

/** Counts the longest prompt for a model, by that model's rules. */
export function countFor(
  { provider, card, prompts }: ModelPick,
  lists: ReadonlyMap<string, readonly string[]>,
): PromptCount {
  const rule = countRuleOf(provider.id, card)
  const counts = prompts.map((prompt) => countPrompt(samplePrompt(prompt, lists), rule))
  return counts.reduce((most, count) => (count.count > most.count ? count : most))
}

/** The count of the model with the least room left. */
export function tightest(picks: readonly ModelPick[], lists: ReadonlyMap<string, readonly string[]>): Counted | null {
  const counted = picks
    .filter(({ card }) => card.prompt !== 'none')
    .map((pick): Counted => ({ pick, count: countFor(pick, lists) }))
  return counted.reduce<Counted | null>(
    (most, each) => (most === null || shareOf(each.count) > shareOf(most.count) ? each : most),
    null,
  )
}

function shareOf({ count, max, isOver }: PromptCount): number {
  if (isOver) return 2 + count
  return max === null ? -1 : count / max
}

/** "about 34 of 75 tokens" */
export function PromptCountText({ tightest: found }: { readonly tightest: Counted | null }) {
  if (found === null || (found.count.max === null && found.count.count === 0)) return null
  const { count, max, unit, label: prompts, isExact, isOver } = found.count
  const short =
    max === null
      ? `${count}`
      : `${isExact ? '' : '≈ '}${count.toLocaleString('en-GB')} / ${max.toLocaleString('en-GB')}`
  return (
    <span className="prompt-count" data-over={isOver} title={`${found.pick.card.label}: ${prompts}`}>
      {unit === 'tokens' ? messages.tokens({ count: short }) : short}
    </span>
  )
}

/** What happens to a prompt that is too long, before it is sent. A limit in characters has its own disabled reason. */
export function tooLongMessage(found: Counted | null): string | null {
  if (found === null || !found.count.isOver || found.count.unit !== 'tokens') return null
  return messages.promptTooLong({ model: found.pick.card.label, count: found.count.label })
}
