import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'

/**
 * Returns the most probable next token that repeats no run of `repeatedMax` tokens (0 = any may), as transformers'
 * `NoRepeatNGramLogitsProcessor` with greedy search. @param ids all tokens so far @param logits one for each token
 * @throws model/damaged if none has a finite value
 */
export function chooseToken(logits: Float32Array, ids: readonly number[], repeatedMax: number): number {
  const repeating = repeatedTokens(ids, repeatedMax)
  let best = -1
  let most = -Infinity
  for (const [id, logit] of logits.entries()) {
    if (logit > most && logit < Infinity && !repeating.has(id)) {
      most = logit
      best = id
    }
  }
  if (best === -1) throw new AppError('model/damaged', messages.modelGivesNoNumbers)
  return best
}

/** Returns the tokens that would complete a run of `length` tokens for the second time. */
function repeatedTokens(ids: readonly number[], length: number): ReadonlySet<number> {
  const repeated = new Set<number>()
  if (length === 0 || ids.length + 1 < length) return repeated
  const tail = ids.length - length + 1
  for (let from = 0; from + length <= ids.length; from++) {
    let same = 0
    while (same < length - 1 && ids[from + same] === ids[tail + same]) same++
    if (same === length - 1) repeated.add(ids[from + length - 1]!)
  }
  return repeated
}
