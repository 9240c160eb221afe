import {
  currentSuccessor,
  isElsewhere,
  isWithdrawn,
  type ModelRef,
  type ProviderView,
} from '../../shared/domain/provider.ts'
import type { ModelCard } from '../../shared/domain/model-card.ts'
import { retired, successorUsed } from '../../shared/messages/en/provider-plan.ts'
import { findModel } from './models/model-ref.ts'

export interface CurrentDefault {
  /** The saved model, or the successor that is used instead where it is retired. */
  readonly card: ModelCard
  readonly isReplaced: boolean
  /** Whether requests to it are refused, as its service no longer offers it. */
  readonly isGone: boolean
  /** Says which of these it is; null = neither. */
  readonly note: string | null
}

/** Returns what is used for a saved default model; null = it is not listed. */
export function currentDefault(providers: readonly ProviderView[] | null, ref: ModelRef): CurrentDefault | null {
  const found = findModel(providers, ref)
  if (found === null) return null
  const { provider, card: saved } = found
  const successor = currentSuccessor(provider, ref.model)
  const card = successor ?? saved
  const isGone = isWithdrawn(card, isElsewhere(provider))
  const names = { provider: provider.label, model: card.label }
  const replaced = successor === null ? null : successorUsed({ ...names, retired: saved.label })
  return { card, isReplaced: successor !== null, isGone, note: isGone ? retired(names) : replaced }
}
