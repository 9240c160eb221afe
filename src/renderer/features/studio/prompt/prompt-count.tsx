import * as messages from '../../../../shared/messages/en/prompt.ts'
import { countPrompt, countRuleOf, type PromptCount } from '../../../../shared/prompting/index.ts'
import type { ModelPick } from '../form/derive-make.ts'
import { samplePrompt } from './sent-words.ts'

interface Counted {
  readonly pick: ModelPick
  readonly count: PromptCount
}

/** The longest of what goes to a model, as that model counts. */
export function countFor(
  { provider, card, prompts }: ModelPick,
  lists: ReadonlyMap<string, readonly string[]>,
): PromptCount {
  const rule = countRuleOf(provider.id, card)
  const counts = prompts.map((prompt) => countPrompt(samplePrompt(prompt, lists), rule))
  return counts.reduce((most, count) => (count.count > most.count ? count : most))
}

/** How near its limit: the model that has the least room left tells. */
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
  const { count, max, unit, words, isExact, isOver } = found.count
  const short =
    max === null
      ? `${count}`
      : `${isExact ? '' : '≈ '}${count.toLocaleString('en-GB')} / ${max.toLocaleString('en-GB')}`
  return (
    <span className="prompt-count" data-over={isOver} title={`${found.pick.card.label}: ${words}`}>
      {unit === 'tokens' ? messages.tokens({ count: short }) : short}
    </span>
  )
}

/** What becomes of what is too long, before it is sent. Of a limit in characters the obstacle tells. */
export function tooLongMessage(found: Counted | null): string | null {
  if (found === null || !found.count.isOver || found.count.unit !== 'tokens') return null
  return messages.promptTooLong({ model: found.pick.card.label, count: found.count.words })
}
