import type { HandlerContext, HandlersOf } from '../handler-context.ts'

export function createCompareHandlers({ services }: HandlerContext): HandlersOf<'compare'> {
  const comparisons = async () => (await services()).comparisons

  return {
    'compare.measure': async ({ firstId, secondId }, { signal }) =>
      (await comparisons()).measure(firstId, secondId, signal),
    'compare.vote': async ({ judgments }) => (await comparisons()).vote(judgments),
    'compare.undoVote': async ({ voteId }) => (await comparisons()).undoVote(voteId),
    'compare.ranking': async ({ tag }) => (await comparisons()).ranking(tag),
    'compare.value': async (scope) => (await services()).modelValue.read(scope),
  }
}
